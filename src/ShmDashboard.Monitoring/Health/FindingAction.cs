namespace ShmDashboard.Monitoring.Health;

/// <summary>What the dashboard could do about a finding, if a person asks for it.</summary>
public enum FindingAction
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Remove the segment (nobody we know of uses it).</summary>
    RemoveSegment,

    /// <summary>Remove all segments of the finding's list that still nobody uses.</summary>
    RemoveSegments,

    /// <summary>Bring a damaged lock back to one, while nobody holds it.</summary>
    RepairLock,

    /// <summary>Release a POSIX semaphore on behalf of a holder that has ended.</summary>
    ReleaseDeadHolder,
}
