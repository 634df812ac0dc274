using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>A lock as a person should see it: several readings made into one steady statement. Immutable.</summary>
public sealed record LockStatus
{
    /// <summary>No lock.</summary>
    public static LockStatus None { get; } = new() { State = LockState.None };

    /// <summary>
    /// The steady state; a lock taken for some microseconds by attach or detach stays <see cref="LockState.Free"/>.
    /// </summary>
    public required LockState State { get; init; }

    /// <summary>What kind of lock it is.</summary>
    public LockKind Kind { get; init; }

    /// <summary>Who holds it; null while nobody does or nobody can tell.</summary>
    public ProcessRef? Holder { get; init; }

    /// <summary>
    /// The holder is a guess: a POSIX semaphore does not say (the only process that maps it is taken), and a System V
    /// value that has been above 1 lets two hold it, of which only the last is known.
    /// </summary>
    public bool HolderIsInferred { get; init; }

    /// <summary>
    /// Since when the present holder has it: when we first saw that, or the semaphore's own operation time when it is
    /// earlier than that by more than its one-second grain. Null while not held.
    /// </summary>
    public DateTimeOffset? HeldSinceUtc { get; init; }

    /// <summary>It was held already when it was first looked at: it has been held for longer than <see cref="HeldSinceUtc"/> says.</summary>
    public bool HeldAtLeast { get; init; }

    /// <summary>
    /// Who ended while it held the lock, or within two seconds of letting go: the kernel gave the lock back, and what was
    /// being written may be unfinished. Known for a System V lock, by the last operator's pid; null once somebody else who
    /// may write to the segment was seen to have used the lock since.
    /// </summary>
    public ProcessRef? EndedHolder { get; init; }

    /// <summary>
    /// Whoever has it exists no more, and nobody gives it back. Said of other locks than Qt's, whose holder tells by itself
    /// (<see cref="Removal.AbandonedLock.Is(LockStatus)"/>).
    /// </summary>
    public bool HolderEnded { get; init; }

    /// <summary>How many are blocked.</summary>
    public int WaiterCount { get; init; }

    /// <summary>Who is blocked, as far as found; <see cref="LockObserver.FindWaiters(int, out int)"/> finds them.</summary>
    public ImmutableArray<ProcessRef> Waiters { get; init; } = [];

    /// <summary>Whether <see cref="Waiters"/> was looked for and is complete.</summary>
    public bool WaitersKnown { get; init; }

    /// <summary>The semaphore set's number; null where there is none.</summary>
    public int? SemaphoreId { get; init; }

    /// <summary>The semaphore's value at the last reading.</summary>
    public int Value { get; init; }

    /// <summary>When the last operation was completed (whole seconds); null before the first.</summary>
    public DateTimeOffset? LastOperationUtc { get; init; }

    /// <summary>One sentence when permission is lacking or the lock is odd.</summary>
    public Sentence? Problem { get; init; }
}
