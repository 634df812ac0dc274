namespace ShmDashboard.SharedMemory.Room;

/// <summary>What there is too little of.</summary>
public enum ShortageKind
{
    /// <summary>kernel.shmmni: there may be no further System V segment.</summary>
    Segments,

    /// <summary>kernel.shmmax: no System V segment may be that large.</summary>
    SegmentBytes,

    /// <summary>kernel.shmall: all System V segments together may not be that large.</summary>
    SystemVBytes,

    /// <summary>kernel.sem, fourth number: there may be no further semaphore set, which a Qt lock is.</summary>
    SemaphoreSets,

    /// <summary>kernel.sem, second number: there may be no further semaphore.</summary>
    Semaphores,

    /// <summary>The file system of POSIX segments is too full.</summary>
    FileSystem,
}
