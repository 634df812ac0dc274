namespace ShmDashboard.SharedMemory.Locks;

/// <summary>What kind of lock a segment has.</summary>
public enum LockKind
{
    /// <summary>None that we know of.</summary>
    None,

    /// <summary>
    /// Qt's <c>QSystemSemaphore</c> as a System V semaphore: the kernel knows the holder, and releases it when that dies.
    /// </summary>
    QtSystemV,

    /// <summary>
    /// A POSIX semaphore of the matching name: the holder is not stored anywhere, and nobody releases it when that dies.
    /// </summary>
    PosixSemaphore,
}
