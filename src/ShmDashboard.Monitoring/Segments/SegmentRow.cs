using System.Collections.Immutable;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>Everything known about one segment at one moment: a row of the list. Immutable.</summary>
public sealed record SegmentRow
{
    /// <summary>The kernel's facts.</summary>
    public required SegmentFacts Facts { get; init; }

    /// <summary>Shorthand for <c>Facts.Id</c>.</summary>
    public SegmentId Id => Facts.Id;

    /// <summary>The program family.</summary>
    public SegmentFamily Family { get; init; } = SegmentFamily.Unknown;

    /// <summary>The lock, debounced and with names.</summary>
    public LockStatus Lock { get; init; } = LockStatus.None;

    /// <summary>
    /// Locks beside that one, as of the last sweep: inside the segment, on its file, a semaphore set beside it. Nobody reads
    /// or writes under them here.
    /// </summary>
    public ImmutableArray<LockDetail> OtherLocks { get; init; } = [];

    /// <summary>What all its locks say together: the gravest of them.</summary>
    public LockStatus Standing => StandingDetail is { } detail ? StandingLock.Of(detail) : Lock;

    /// <summary>Which of <see cref="OtherLocks"/> that is; null when it is <see cref="Lock"/>.</summary>
    public LockDetail? StandingDetail => StandingLock.Among(Lock, OtherLocks);

    /// <summary>Who waits for a lock of it, as far as found; not for what is only by its name taken for one.</summary>
    public IEnumerable<ProcessRef> LockWaiters => Lock.Waiters.Concat(
        OtherLocks.Where(other => other.Kind != LockKind.NamedSemaphore).SelectMany(other => other.Waiters));

    /// <summary>Processes that have it mapped, as far as we may see, the dashboard itself included; one entry a process.</summary>
    public ImmutableArray<ProcessRef> Attached { get; init; } = [];

    /// <summary>The latest copy; null until the first look.</summary>
    public FrameInfo? Frame { get; init; }

    /// <summary>When reading failed: tried what, on what, found what, what to do.</summary>
    public Sentence? ReadProblem { get; init; }

    /// <summary>Content changes a second over the last seconds; null while nobody watches it closely enough to know.</summary>
    public double? UpdatesPerSecond { get; init; }

    /// <summary>When its content last changed, as far as we saw.</summary>
    public DateTimeOffset? LastChangeUtc { get; init; }

    /// <summary>Made or attached by this dashboard and kept so until released.</summary>
    public bool HeldByDashboard { get; init; }

    /// <summary>
    /// Left by a crash: nobody is attached, and who made it is dead. POSIX: those who were seen to have it mapped have ended, or its
    /// name was drawn by lot, so that nobody can come back for it.
    /// </summary>
    public bool Stale { get; init; }

    /// <summary>It is not there any more (a watched segment is kept, so that its page can say so and its return is seen).</summary>
    public bool Gone { get; init; }
}
