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

    /// <summary>
    /// A process-shared <c>pthread_rwlock_t</c> of glibc inside the segment: the thread of one who writes stands in it, those who
    /// read are only counted. Nobody releases it when its holder dies.
    /// </summary>
    ReadWriteLock,

    /// <summary>
    /// A System V semaphore set with the segment's own key or the next one, as textbooks pair them. That it is the segment's lock,
    /// and that 1 means free, are conventions: what is said of it is a guess.
    /// </summary>
    SemaphoreSet,

    /// <summary>
    /// A POSIX semaphore inside the segment, found by who waits for it. Its holder is not stored; it may be a signal and no lock.
    /// </summary>
    EmbeddedSemaphore,

    /// <summary>
    /// Somebody waits on a word of the segment that is none of these: a condition variable, or what a program made for itself.
    /// Not counted as a lock.
    /// </summary>
    OtherWait,

    /// <summary>
    /// A POSIX semaphore whose name only resembles the segment's, as <c>/cam_sem</c> does that of <c>/cam</c>. That it has to do with
    /// the segment is a guess, and whether it is a lock nobody can say: it has no state here.
    /// </summary>
    NamedSemaphore,

    /// <summary>A lock on the segment's file (<c>flock(2)</c>, <c>fcntl(2)</c>): released by the kernel with its holder.</summary>
    FileLock,
}
