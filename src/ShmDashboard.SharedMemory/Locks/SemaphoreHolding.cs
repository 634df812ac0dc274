namespace ShmDashboard.SharedMemory.Locks;

/// <summary>What can be said of who holds a POSIX semaphore, which does not store it.</summary>
public enum SemaphoreHolding
{
    /// <summary>Its value is above 0: free.</summary>
    Free,

    /// <summary>At 0, and only one process can have taken it: inferred.</summary>
    Inferred,

    /// <summary>At 0; several processes, or some that we may not look into, can have taken it.</summary>
    Unknown,

    /// <summary>
    /// At 0, and nobody who could release it is left: no living process maps it, or each that does has its only thread
    /// waiting for it. Inferred.
    /// </summary>
    HolderDead,

    /// <summary>It cannot be read, or is not of the layout known here.</summary>
    Unreadable,
}
