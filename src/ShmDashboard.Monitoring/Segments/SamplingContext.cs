using System.Collections.Immutable;
using ShmDashboard.Monitoring.Layouts;
using ShmDashboard.Monitoring.Occupancy;
using ShmDashboard.Monitoring.Running;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>What every tracker shares. Immutable but for what it calls.</summary>
internal sealed class SamplingContext
{
    /// <summary>Finding who waits means looking into every process; not more often than this for one lock.</summary>
    public static readonly TimeSpan WaiterScanInterval = TimeSpan.FromMilliseconds(500);

    public required SegmentCatalog Catalog { get; init; }

    public required SegmentReader Reader { get; init; }

    public required LockObserver Locks { get; init; }

    /// <summary>Names the owners of mutexes.</summary>
    public required ProcessMutexReader Mutexes { get; init; }

    /// <summary>Looks at semaphore sets beside segments.</summary>
    public required PairedSemaphoreSet PairedSets { get; init; }

    /// <summary>Finds who has the open files that locks belong to.</summary>
    public required OpenFileHolders OpenFiles { get; init; }

    /// <summary>Looks at the locks of all watched segments.</summary>
    public required LockLaneSampler LaneSampler { get; init; }

    public required MonitorOptions Options { get; init; }

    /// <summary>Layouts of raw pixels.</summary>
    public required LayoutLibrary Layouts { get; init; }

    /// <summary>Where layouts are guessed.</summary>
    public required GuessingTurns Guessing { get; init; }

    /// <summary>Which ways a segment may be read by.</summary>
    public required ReadOptions ReadOptions { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Reports what goes wrong beside the loops.</summary>
    public required Resilience Resilience { get; init; }

    /// <summary>Whether the dashboard holds a segment.</summary>
    public required Func<SegmentId, bool> IsHeld { get; init; }

    /// <summary>The list needs publishing.</summary>
    public required Action MarkDirty { get; init; }

    public ProcessRef NameOf(int pid) => Catalog.Processes.Look(pid);

    /// <summary>The newest scan of who has what mapped.</summary>
    public required Func<AttachmentMap> Attachments { get; init; }

    /// <summary>A scan of just now, for when nobody known has a segment any more; dear, and so shared for a while.</summary>
    public required Func<AttachmentMap> ScanAgain { get; init; }

    /// <summary>Who is blocked on a semaphore set, and whether all of them could be seen.</summary>
    public (ImmutableArray<ProcessRef> Waiters, bool AllSeen) FindWaiters(int semaphoreId)
    {
        var found = Locks.FindWaiters(semaphoreId, out int unreadable);
        return (found, unreadable == 0);
    }

    /// <summary>
    /// The creator's and the last operator's mappings of a segment not yet met by a scan of everybody: two processes
    /// instead of all, and nearly always the right ones. Besides, those of <paramref name="before"/> that still have it.
    /// </summary>
    public ImmutableArray<Attachment> LikelyAttachments(SegmentFacts facts, ImmutableArray<Attachment> before = default)
    {
        if (facts.Id.TryGetMemFd(out int holder, out _))
            return Attachments().Of(facts) is { IsEmpty: false } scanned ? scanned : Catalog.ScanAttachments(holder, facts);
        if (facts.AttachCount is not > 0 || !Options.AllowPeerMemory)
            return [];
        var found = ImmutableArray<Attachment>.Empty;
        if (facts.SystemV?.LastOperator is { Alive: true } last)
            found = Catalog.ScanAttachments(last.Pid, facts);
        if (found.IsEmpty && facts.Creator is { Alive: true } creator)
            found = Catalog.ScanAttachments(creator.Pid, facts);
        foreach (int pid in before.IsDefault ? [] : before.Select(attachment => attachment.Process.Pid).Distinct())
        {
            if (!found.Any(attachment => attachment.Process.Pid == pid))
                found = found.AddRange(Catalog.ScanAttachments(pid, facts));
        }

        return found;
    }
}
