namespace ShmDashboard.SharedMemory.Locks;

/// <summary>What came of an operation on a semaphore.</summary>
internal enum SemaphoreOutcome
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>Taking: the time ran out. Releasing: the value was not 0 any more, and was left alone.</summary>
    NotDone,

    /// <summary>The set has been removed.</summary>
    Gone,

    /// <summary>The kernel refuses us.</summary>
    Denied,

    /// <summary>Anything else; errno tells.</summary>
    Failed,
}
