using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>One look at a lock, without touching it (GETVAL, GETPID, GETNCNT, IPC_STAT only). Immutable.</summary>
public readonly record struct LockReading
{
    /// <summary>The state at that instant; not debounced: attach and detach take Qt's lock for some 20 µs themselves.</summary>
    public required LockState State { get; init; }

    /// <summary>What kind of lock was looked at.</summary>
    public LockKind Kind { get; init; }

    /// <summary>The semaphore set's number; null where there is none.</summary>
    public int? SemaphoreId { get; init; }

    /// <summary>The semaphore's value: 1 free, 0 held, more: damaged.</summary>
    public int Value { get; init; }

    /// <summary>
    /// The process that last changed the value; the holder while the value is 0. POSIX: always 0, nobody keeps it. Mutexes:
    /// the owner's process while it is held and can be told.
    /// </summary>
    public int LastPid { get; init; }

    /// <summary>
    /// How many are blocked in lock, attach, detach or create. A mutex only says whether anybody is: then 1, at least.
    /// </summary>
    public int WaiterCount { get; init; }

    /// <summary>When the last operation was completed (whole seconds); null before the first.</summary>
    public DateTimeOffset? LastOperationUtc { get; init; }

    /// <summary>POSIX: device and inode of the semaphore's file, by which its users are found; else zeros.</summary>
    public (long Device, long Inode) FileIdentity { get; init; }

    /// <summary>Mutexes: where in the segment it begins, in bytes; else null.</summary>
    public long? Offset { get; init; }

    /// <summary>When permission is lacking or the lock is odd: one sentence that says so.</summary>
    public Sentence? Problem { get; init; }
}
