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

    /// <summary>
    /// A process-shared pthread mutex of glibc inside the segment: its owner's thread id stands in it; only a robust one is
    /// released when that dies.
    /// </summary>
    ProcessMutex,

    /// <summary>A lock on the segment's file (<c>flock(2)</c>, <c>fcntl(2)</c>): released by the kernel with its holder.</summary>
    FileLock,
}
