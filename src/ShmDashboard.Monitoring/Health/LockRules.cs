using System.Collections.Immutable;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Monitoring.Waiting;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Removal;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Health;

/// <summary>Locks that are broken, stuck or in a ring, by what the rows say of them. Pure.</summary>
internal static class LockRules
{
    public static IEnumerable<Finding> Examine(MachineState state, WaitGraph graph)
    {
        ImmutableArray<WaitCycle> rings = [.. graph.Cycles
            .Where(ring => ring.ClosedUtc is { } closed && state.NowUtc - closed >= HealthLimits.RingSettled)];
        var inRings = rings.SelectMany(ring => ring.Locks).Select(node => node.Segment).ToHashSet();
        foreach (var ring in rings)
            yield return Deadlock(ring, state.NowUtc);

        // Of whom it is told there that nobody holds it any more.
        var orphaned = SemaphoreRules.DeadHolders(state).Select(finding => finding.Segment).OfType<SegmentId>().ToHashSet();
        foreach (var row in state.Rows.Where(row => !row.Gone))
        {
            if (row.Lock.State == LockState.Damaged)
                yield return Damaged(row);
            if (IsAbandoned(row, state.NowUtc))
                yield return Abandoned(row);
            else if (orphaned.Contains(row.Id))
                continue;
            // Who stands in a ring is told there.
            else if (IsHeldLong(row, state.NowUtc) && !inRings.Contains(row.Id))
                yield return HeldLong(row, state.NowUtc);
            else if (IsHeldVeryLong(row, state.NowUtc) && !inRings.Contains(row.Id))
                yield return HeldVeryLong(row, state.NowUtc);
        }
    }

    private static Finding Damaged(SegmentRow row) => new()
    {
        Kind = FindingKind.DamagedLock,
        Severity = FindingSeverity.Alarm,
        Segment = row.Id,
        Subject = row.Id.ToString(),
        Title = Sentence.Of($"The lock of '{row.Facts.Name}' is damaged: its value is {row.Lock.Value}"),
        Evidence = [row.Lock.SemaphoreId is { } set
            ? Sentence.Of($"Semaphore set {set} has the value {row.Lock.Value}, where 1 is free and 0 is held.")
            : Sentence.Of($"The POSIX semaphore has the value {row.Lock.Value}, where 1 is free and 0 is held.")],
        Explanation = row.Lock.Kind == LockKind.QtSystemV
            ? "A program called create() on the key while another held the lock, as a check for a single instance does; or the " +
                "program that owned the lock ended while another held it. The release that followed counted up too far. Now two " +
                "programs can hold the lock at once, and their pictures tear. It stays so until the set is removed."
            : "It was released more often than it was taken. Now two programs can hold the lock at once, and their pictures tear.",
        Remedy = "End all programs that use it: the next create() makes the lock anew or sets it right. Or repair it here, while nobody " +
            "holds it.",
        Action = FindingAction.RepairLock,
        Processes = row.Attached,
    };

    // Whoever dies with Qt's lock has it given back by the kernel before it is seen to have ended.
    private static bool IsAbandoned(SegmentRow row, DateTimeOffset now) =>
        row.Lock.HeldSinceUtc is { } since && now - since > HealthLimits.RingSettled && AbandonedLock.Is(row.Lock);

    private static Finding Abandoned(SegmentRow row) => new()
    {
        Kind = FindingKind.DeadHolder,
        Severity = FindingSeverity.Alarm,
        Segment = row.Id,
        Subject = row.Id.ToString(),
        Title = Sentence.Of($"The lock of '{row.Facts.Name}' was never given back: its holder has ended"),
        Evidence =
        [
            Sentence.Of($"Semaphore set {row.Lock.SemaphoreId} has the value 0, which means held."),
            row.Lock.Holder is { } holder
                ? Sentence.Of($"Its last operation was that of process {holder.Pid}, which has ended.")
                : "No process has ever done anything with it: whoever made it ended before it was set up.",
        ],
        Explanation = "The kernel undoes what a dying Qt program did to its lock. This one was taken in another way, and lock() and " +
            "attach() of every program with this key hang for ever.",
        Remedy = "Release it here, or end the programs that wait and remove the lock's set.",
        Action = FindingAction.ReleaseDeadHolder,
        Processes = row.Lock.Waiters,
    };

    private static bool IsHeldLong(SegmentRow row, DateTimeOffset now) =>
        row.Lock is { State: LockState.Held, WaiterCount: > 0, HeldSinceUtc: { } since } && now - since > HealthLimits.HeldLong;

    // A semaphore of another name may be a signal, which is 0 at rest.
    private static bool IsHeldVeryLong(SegmentRow row, DateTimeOffset now) =>
        row.Lock is { State: LockState.Held, HeldSinceUtc: { } since } && row.Facts.Qt is not null && now - since > HealthLimits.HeldVeryLong;

    private static Finding HeldVeryLong(SegmentRow row, DateTimeOffset now)
    {
        var held = Held(now - row.Lock.HeldSinceUtc!.Value, row.Lock.HeldAtLeast);
        return new Finding
        {
            Kind = FindingKind.LockHeldLong,
            Severity = FindingSeverity.Warning,
            Segment = row.Id,
            Subject = row.Id.ToString(),
            Title = row.Lock.Holder is not { } holder
                ? Sentence.Of($"The lock of '{row.Facts.Name}' has been held for {held}")
                : row.Lock.HolderIsInferred
                ? Sentence.Of($"{Spoken.Of(holder)} has probably held the lock of '{row.Facts.Name}' for {held}")
                : Sentence.Of($"{Spoken.Of(holder)} has held the lock of '{row.Facts.Name}' for {held}"),
            Evidence = [HeldSince(row.Lock.HeldSinceUtc.Value, row.Lock.HeldAtLeast), "Nobody waits for it now."],
            Explanation = "The next program that attaches, detaches or creates it stands still until it is given back.",
            Remedy = "Find out why it is not unlocked: a missing unlock(), a program that hangs or one stopped in a debugger.",
            Processes = row.Lock.Holder is { } by ? [by] : [],
        };
    }

    /// <summary>How long a lock has been held: "12 s", or "at least 12 s" when it was held already as it was first looked at.</summary>
    public static SentenceArgument Held(TimeSpan time, bool atLeast) =>
        atLeast ? new SentenceArgument.Quotation([Sentence.Of($"at least {Spoken.Of(time)}")]) : Spoken.Of(time);

    /// <summary>Since when.</summary>
    public static Sentence HeldSince(DateTimeOffset since, bool atLeast) => atLeast
        ? Sentence.Of($"It was held already when it was first looked at, {Spoken.Of(since)}: since when is not known.")
        : Sentence.Of($"Held since {Spoken.Of(since)}.");

    private static Finding HeldLong(SegmentRow row, DateTimeOffset now)
    {
        var status = row.Lock;
        string name = row.Facts.Name;
        var holder = Spoken.Maker(status.Holder);
        var held = Held(now - status.HeldSinceUtc!.Value, status.HeldAtLeast);
        return new Finding
        {
            Kind = FindingKind.LockHeldLong,
            Severity = FindingSeverity.Alarm,
            Segment = row.Id,
            Subject = row.Id.ToString(),
            Title = status switch
            {
                { Holder: null } => Sentence.Of($"The lock of '{name}' has been held for {held} while others wait"),
                { HolderIsInferred: true } => Sentence.Of($"{holder} has probably held the lock of '{name}' for {held} while others wait"),
                _ => Sentence.Of($"{holder} has held the lock of '{name}' for {held} while others wait"),
            },
            Evidence = [HeldSince(status.HeldSinceUtc.Value, status.HeldAtLeast), Waiting(status)],
            Explanation = "attach(), detach() and create() take the same lock as lock() does, and none of them has a timeout: whoever " +
                "waits stands still.",
            Remedy = status switch
            {
                { Holder: null } => "Find the program that called lock() and does not call unlock().",
                { Kind: LockKind.QtSystemV } => Sentence.Of(
                    $"Look at what {holder} is doing. If it hangs, end it: the kernel gives the lock back at once."),
                _ => Sentence.Of($"Look at what {holder} is doing. Ending it does not give a POSIX semaphore back."),
            },
            Processes = status.Holder is { } by ? [by, .. status.Waiters] : status.Waiters,
        };
    }

    private static Sentence Waiting(LockStatus status) =>
        status.Waiters.IsEmpty ? Sentence.Of($"Waiting: {status.WaiterCount}, who could not be found.")
        : status.Waiters.Length < status.WaiterCount ? Sentence.Of($"Waiting: {status.WaiterCount}, among them {Spoken.Of(status.Waiters)}.")
        : Sentence.Of($"Waiting: {Spoken.Of(status.Waiters)}.");

    private static Finding Deadlock(WaitCycle ring, DateTimeOffset now)
    {
        var names = Spoken.Of(ring.Processes);
        return new Finding
        {
            Kind = FindingKind.Deadlock,
            Severity = ring.Inferred ? FindingSeverity.Warning : FindingSeverity.Alarm,
            Segment = ring.Locks[0].Segment,
            Subject = names.ToString(),
            Title = ring.Steps.Length == 1
                ? Sentence.Of($"{names} waits for itself")
                : Sentence.Of($"{names} wait for each other for ever"),
            Evidence =
            [
                Sentence.Of($"{ring.Story}"),
                Sentence.Of($"Nothing in this has changed for {Spoken.Of(now - ring.ClosedUtc!.Value)}."),
            ],
            Explanation = ring.Locks.Any(node => node.Where is not null)
                ? "Each holds a lock that it or the next one needs. This does not end by itself."
                : ring.Steps.Length == 1
                ? "Two QSharedMemory objects with the same key in one process lock each other out: the lock belongs to the key, not " +
                    "to the object. Qt's locks have no timeout, so this does not end by itself."
                : "Each holds a lock that the next one needs. Qt's locks have no timeout, so this does not end by itself.",
            Remedy = ring.Locks.Any(node => node.Where is not null)
                ? "End one of them. Locks on files are given back at once; a mutex that is not robust and a semaphore are not. In the " +
                    "programs, take the locks in one order."
                : ring.Steps.Length == 1
                ? Sentence.Of($"End {names}: the kernel gives its lock back at once. In the program, unlock one object " +
                    $"before the other attaches.")
                : "End one of them: the kernel gives its lock back at once, and the others go on. In the programs, take the locks " +
                    "in one order.",
            Processes = ring.Processes,
        };
    }
}
