using System.Collections.Immutable;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Monitoring.Waiting;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Health;

/// <summary>Locks inside segments, on their files and beside them. Pure.</summary>
internal static class OtherLockRules
{
    public static IEnumerable<Finding> Examine(MachineState state, WaitGraph graph)
    {
        var inRings = graph.Cycles.SelectMany(ring => ring.Locks).ToHashSet();
        foreach (var row in state.Rows.Concat(state.UnnamedWithLocks).Where(row => !row.Gone))
        {
            foreach (var detail in row.OtherLocks)
            {
                if (Ended(row, detail, state.NowUtc) is { } ended)
                    yield return ended;
                else if (HeldLong(row, detail, state.NowUtc) is { } held &&
                    !inRings.Contains(LockNode.Of(row, detail)))
                    yield return held;
            }
        }
    }

    private static Finding? Ended(SegmentRow row, LockDetail detail, DateTimeOffset now)
    {
        // What is done in an instant may be met in the middle.
        if (!detail.HolderEnded || detail.HeldSinceUtc is { } since && now - since <= HealthLimits.RingSettled)
            return null;
        string name = row.Facts.Name;
        return new Finding
        {
            Kind = FindingKind.DeadHolder,
            Severity = detail.Kind == LockKind.EmbeddedSemaphore ? FindingSeverity.Warning : FindingSeverity.Alarm,
            Segment = row.Id,
            Subject = $"{row.Id} {detail.Where}",
            Title = detail switch
            {
                { State: LockState.Damaged } => Sentence.Of($"The holder of the mutex at offset {detail.Offset} in '{name}' ended while it had it"),
                { Kind: LockKind.ProcessMutex } => Sentence.Of($"The mutex at offset {detail.Offset} in '{name}' was never given back: its holder has ended"),
                { Kind: LockKind.ReadWriteLock, Shared: true } => Sentence.Of(
                    $"Nobody is left who could give the readers–writer lock at offset {detail.Offset} in '{name}' back"),
                { Kind: LockKind.ReadWriteLock } => Sentence.Of(
                    $"The readers–writer lock at offset {detail.Offset} in '{name}' was never given back: its writer has ended"),
                { Kind: LockKind.EmbeddedSemaphore } => Sentence.Of($"Nobody is left who could post the semaphore at offset {detail.Offset} in '{name}'"),
                _ => Sentence.Of($"Semaphore set {detail.SemaphoreId} of '{name}' was never given back: whoever took it has ended"),
            },
            Evidence =
            [
                detail switch
                {
                    { Kind: LockKind.ProcessMutex, HolderThreadId: 0 } => "The kernel has marked it: its owner died.",
                    { Kind: LockKind.ReadWriteLock, Shared: true } => Sentence.Of(
                        $"It is held by readers: {detail.Value}; and all that have the segment mapped wait for it."),
                    { Kind: LockKind.ReadWriteLock } => Sentence.Of($"It is held for writing by thread {detail.HolderThreadId}, which does not exist."),
                    { Kind: LockKind.ProcessMutex } => Sentence.Of($"Its owner is thread {detail.HolderThreadId}, which does not exist."),
                    { Kind: LockKind.EmbeddedSemaphore } => "All that have the segment mapped wait for it.",
                    _ => Sentence.Of($"It stands at 0, and process {detail.Holder?.Pid ?? 0}, which changed it last, has ended."),
                },
                Waiting(detail),
            ],
            Explanation = detail switch
            {
                { State: LockState.Damaged } =>
                    "It is robust: the next program that takes it is told that its owner died, and what it protects may be half-done.",
                { Kind: LockKind.ProcessMutex } =>
                    "A mutex that is not robust stays locked when its holder dies. Whoever takes it waits for ever.",
                { Kind: LockKind.ReadWriteLock } =>
                    "Nothing gives such a lock back when its holder dies. Whoever takes it, to read or to write, waits for ever.",
                { Kind: LockKind.EmbeddedSemaphore } =>
                    "If it is a lock, its holder died with it and it stays taken. If it is a signal, the program that gives it is not running.",
                _ => "Taken without SEM_UNDO, the kernel does not give it back. That 0 means taken is a guess: it is so by convention.",
            },
            Remedy = detail.State == LockState.Damaged
                ? "Let a program take it that handles EOWNERDEAD, or end all that use the segment and make it anew."
                : row.Facts.Unnamed is not null
                ? "End the programs that use it: it goes with the last of them, and they make another."
                : "End the programs that use the segment, remove it, and let them make it anew.",
            Processes = [.. detail.Waiters],
        };
    }

    private static Finding? HeldLong(SegmentRow row, LockDetail detail, DateTimeOffset now)
    {
        if (detail is not { State: LockState.Held, WaiterCount: > 0, HeldSinceUtc: { } since } || now - since <= HealthLimits.HeldLong ||
            // Whoever waits on a semaphore may wait for news.
            detail is { Kind: LockKind.EmbeddedSemaphore } or { Kind: LockKind.SemaphoreSet, Holder: null })
            return null;
        var held = LockRules.Held(now - since, detail.HeldAtLeast);
        string name = row.Facts.Name;
        return new Finding
        {
            Kind = FindingKind.LockHeldLong,
            // Readers that take turns without end look from outside like one that hangs.
            Severity = detail.HolderIsInferred || detail is { Kind: LockKind.ReadWriteLock, Shared: true } ? FindingSeverity.Warning : FindingSeverity.Alarm,
            Segment = row.Id,
            Subject = $"{row.Id} {detail.Where}",
            Title = detail.Holder is not { } holder
                ? Sentence.Of($"A lock of '{name}' has been held for {held} while others wait")
                : detail.HolderIsInferred
                ? Sentence.Of($"{Spoken.Of(holder)} has probably held a lock of '{name}' for {held} while others wait")
                : Sentence.Of($"{Spoken.Of(holder)} has held a lock of '{name}' for {held} while others wait"),
            Evidence =
            [
                detail.Kind switch
                {
                    LockKind.ProcessMutex => Sentence.Of($"It is a mutex at offset {detail.Offset}."),
                    LockKind.ReadWriteLock when detail.Shared => Sentence.Of(
                        $"It is a readers–writer lock at offset {detail.Offset}, held by readers: {detail.Value}, whom it does not name."),
                    LockKind.ReadWriteLock => Sentence.Of($"It is a readers–writer lock at offset {detail.Offset}, held for writing."),
                    LockKind.SemaphoreSet => Sentence.Of($"It is semaphore set {detail.SemaphoreId}."),
                    _ => "It is a lock on the segment's file.",
                },
                LockRules.HeldSince(since, detail.HeldAtLeast),
                Waiting(detail),
            ],
            Explanation = "Whoever waits stands still.",
            Remedy = "Look at what the holder is doing. If it hangs, end it: a lock on a file is given back at once, and so is what was " +
                "taken with SEM_UNDO; a readers–writer lock is not, nor a mutex, unless it is robust.",
            Processes = detail.Holder is { } by ? [by, .. detail.Waiters] : detail.Waiters,
        };
    }

    private static Sentence Waiting(LockDetail detail) =>
        detail.WaiterCount == 0 ? "Nobody waits for it now."
        : detail.Waiters.IsEmpty ? Sentence.Of($"Waiting: {detail.WaiterCount}, who could not be found.")
        : Sentence.Of($"Waiting: {Spoken.Of(detail.Waiters)}.");
}
