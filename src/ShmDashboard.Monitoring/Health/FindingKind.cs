namespace ShmDashboard.Monitoring.Health;

/// <summary>What was found. With the subject it makes up a finding's identity.</summary>
public enum FindingKind
{
    /// <summary>A Qt segment that nobody is attached to and whose creator is dead: left by a crash.</summary>
    StaleSegment,

    /// <summary>A segment of another family that nobody uses.</summary>
    LeftoverSegment,

    /// <summary>A Qt segment with no attachment: the next Qt reader's detach removes it.</summary>
    DeletedByNextReader,

    /// <summary>Kept alive only by processes that did not make it, and idle for long.</summary>
    LeakSuspect,

    /// <summary>The kernel counts attachments, but no process that can be seen has it mapped.</summary>
    UnseenAttachments,

    /// <summary>Marked for removal while somebody is attached.</summary>
    RemovedWhileAttached,

    /// <summary>Another user's: permission is denied.</summary>
    ForeignOwner,

    /// <summary>Different Qt keys lead to one System V key.</summary>
    KeyCollision,

    /// <summary>Segments with one Qt key, each with its key file in another directory.</summary>
    KeyInSeveralDirectories,

    /// <summary>A segment that looks like Qt's has no key file.</summary>
    KeyFileMissing,

    /// <summary>Qt key files lie in the root directory.</summary>
    KeyFilesInRoot,

    /// <summary><c>$TMPDIR</c> is nothing Qt can use.</summary>
    BadTemporaryDirectory,

    /// <summary>A lock's value is above 1.</summary>
    DamagedLock,

    /// <summary>A lock has been held for long while others wait.</summary>
    LockHeldLong,

    /// <summary>A POSIX semaphore is held by a process that has ended.</summary>
    DeadHolder,

    /// <summary>A semaphore set that looks like a Qt lock, but no key file leads to it.</summary>
    OrphanedLock,

    /// <summary>A lock's file was made anew while the set behind the old one lives on.</summary>
    LockExistsTwice,

    /// <summary>Processes wait for each other in a ring.</summary>
    Deadlock,

    /// <summary>Contents changed while they were read.</summary>
    TornContent,

    /// <summary>Somebody writes, and nobody uses a lock.</summary>
    UnlockedWriter,

    /// <summary><c>/dev/shm</c> is nearly full.</summary>
    SharedMemoryFull,

    /// <summary>A System V limit is nearly reached.</summary>
    SystemVLimitNear,

    /// <summary>systemd removes a normal user's segments at logout.</summary>
    RemoveIpcRisk,
}
