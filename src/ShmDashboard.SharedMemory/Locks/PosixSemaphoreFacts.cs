using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>
/// A POSIX semaphore of this machine as its file says it. Immutable. Only one that belongs to a segment is known to be a
/// lock; others may be signals, whose value is 0 while nothing has happened.
/// </summary>
public sealed record PosixSemaphoreFacts
{
    /// <summary>As in <c>sem_open(3)</c>, without slash and without <c>sem.</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The segment it is the lock of: Qt's legacy name, or (Qt 6.6 and others) the same name; else null.</summary>
    public SegmentId? Segment { get; init; }

    /// <summary>Whether the name is that of a Qt lock; others may be signals, which are 0 at rest.</summary>
    public bool IsQtLegacy { get; init; }

    /// <summary>Value, waiters and state; a value of 0 is called held.</summary>
    public required LockReading Reading { get; init; }

    /// <summary>Device and inode, by which its mappings are found: its maker's carries a temporary name.</summary>
    public (long Device, long Inode) FileIdentity { get; init; }

    /// <summary>User id of its owner.</summary>
    public uint OwnerUid { get; init; }

    /// <summary>When it was made, where the file system keeps it.</summary>
    public DateTimeOffset? MadeUtc { get; init; }

    /// <summary>Who maps it, as far as we may see; each process once.</summary>
    public ImmutableArray<ProcessRef> Users { get; init; } = [];

    /// <summary>Who may have it open besides, unseen by us.</summary>
    public UnseenUsers Unseen { get; init; }

    /// <summary>Everybody who is known to have it is blocked on it: none of them is about to post it.</summary>
    public bool AllUsersWait => !Users.IsEmpty && Users.All(user => Waiters.Any(waiter => waiter.Pid == user.Pid));

    /// <summary>Who is blocked on it, as far as found; looked for only while it says that somebody is.</summary>
    public ImmutableArray<ProcessRef> Waiters { get; init; } = [];

    /// <summary>What follows from all that about its holder.</summary>
    public SemaphoreHolding Holding { get; init; }

    /// <summary>Who holds it, when <see cref="Holding"/> is <see cref="SemaphoreHolding.Inferred"/>.</summary>
    public ProcessRef? InferredHolder { get; init; }

    /// <summary>The same in a sentence, where it is worth one.</summary>
    public Sentence? Problem { get; init; }
}
