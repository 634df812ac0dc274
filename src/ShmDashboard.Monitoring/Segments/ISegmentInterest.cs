namespace ShmDashboard.Monitoring.Segments;

/// <summary>Who wants to know of a segment. Thread-safe.</summary>
internal interface ISegmentInterest
{
    /// <summary>Somebody watches it.</summary>
    bool IsWatched { get; }

    /// <summary>Somebody wants to know how often it changes.</summary>
    bool IsMeasured { get; }
}
