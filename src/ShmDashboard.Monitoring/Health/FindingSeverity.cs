namespace ShmDashboard.Monitoring.Health;

/// <summary>How much a finding matters, in rising order.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing; nothing breaks.</summary>
    Info,

    /// <summary>Something will fail, or memory is lost, sooner or later.</summary>
    Warning,

    /// <summary>Something is broken now.</summary>
    Alarm,
}
