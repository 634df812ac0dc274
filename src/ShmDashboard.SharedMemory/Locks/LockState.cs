namespace ShmDashboard.SharedMemory.Locks;

/// <summary>The state of a segment's lock as an observer can know it.</summary>
public enum LockState
{
    /// <summary>The semaphore's value is 1.</summary>
    Free,

    /// <summary>The value is 0; the last operator holds it.</summary>
    Held,

    /// <summary>
    /// Semaphores: the value is 2 or more, two processes can hold it at once, until the set is removed. Mutexes: the owner
    /// died while holding it.
    /// </summary>
    Damaged,

    /// <summary>There is no lock: nobody has used one yet, or the segment's family has none that we know.</summary>
    None,

    /// <summary>There is one, but only its owner and root may look at it.</summary>
    NotPermitted,
}
