namespace ShmDashboard.Monitoring.Occupancy;

/// <summary>What a lock's time line shows at one moment.</summary>
public enum LaneState
{
    /// <summary>Nobody looked (not watched, the sampler was late), or looking is not permitted.</summary>
    Unknown,

    /// <summary>There is no lock: nobody has used one.</summary>
    NoLock,

    /// <summary>Nobody has it.</summary>
    Free,

    /// <summary>Somebody has it.</summary>
    Held,

    /// <summary>The semaphore's value is above 1: two can have it at once.</summary>
    Damaged,
}
