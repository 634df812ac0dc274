using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Health;

/// <summary>Locks that no segment's row tells of: orphans, doubles, and those of dead holders. Pure.</summary>
internal static class SemaphoreRules
{
    public static IEnumerable<Finding> Examine(MachineState state) =>
        state.LockSuccessions.Select(succession => Twice(succession, state.NowUtc))
            .Concat(Orphans(state))
            .Concat(DeadHolders(state));

    /// <summary>Locks of dead holders alone.</summary>
    public static IEnumerable<Finding> DeadHolders(MachineState state) => state.Semaphores
        .Where(semaphore => semaphore.Reading.State == LockState.Held).Select(semaphore => DeadHolder(semaphore, state)).OfType<Finding>();

    private static Finding Twice(LockSuccession locks, DateTimeOffset now)
    {
        bool bothUsed = locks.Old.OperatedUtc > locks.New.ChangedUtc;
        return new Finding
        {
            Kind = FindingKind.LockExistsTwice,
            Severity = bothUsed ? FindingSeverity.Alarm : FindingSeverity.Warning,
            Segment = locks.Segment,
            Subject = locks.Segment.ToString(),
            Title = Sentence.Of($"'{locks.Name}' has two locks"),
            Evidence =
            [
                Sentence.Of($"{locks.Path} led to semaphore set {locks.Old.Id}, which still exists, and now leads to set {locks.New.Id}."),
                LastOperation(locks.Old, now),
                LastOperation(locks.New, now),
            ],
            Explanation = "The lock's file was deleted and made anew. Programs that were there before lock the old set, those that came " +
                "later the new one: they do not keep each other out, and pictures tear.",
            Remedy = "Restart all programs that use the segment.",
        };
    }

    private static IEnumerable<Finding> Orphans(MachineState state)
    {
        // Most machines have none that could be one, and some have thousands of segments to hold against it.
        if (!state.SemaphoreSets.Any(LooksLikeQts))
            yield break;
        // A segment without its key file has its lock somewhere among these: then none of them is known to be left.
        if (state.Rows.Any(row => row is { Gone: false, Facts.Qt.KeyFile: QtKeyFileState.Missing }) || state.KeyFileDirectories.IsEmpty)
            yield break;
        var known = state.Rows.Select(row => row.Lock.SemaphoreId).OfType<int>()
            .Concat(state.LockSuccessions.Select(succession => succession.Old.Id)).ToHashSet();
        var segmentKeys = state.Rows.Select(row => row.Facts.SystemV?.Key).OfType<int>().ToHashSet();
        foreach (var set in state.SemaphoreSets)
        {
            if (LooksLikeQts(set) && !known.Contains(set.Id) &&
                !segmentKeys.Contains(set.Key) && !state.KeyFiles.Any(file => file.LeadsTo(set.Key)) &&
                set.LastUseUtc is { } last && state.NowUtc - last >= HealthLimits.OrphanedLock)
                yield return Orphan(set, state);
        }
    }

    private static bool LooksLikeQts(SemaphoreSetRow set) => set.Count == 1 && (uint)set.Key >> 24 == QtKeyFile.ProjectId;

    private static Finding Orphan(SemaphoreSetRow set, MachineState state) => new()
    {
        Kind = FindingKind.OrphanedLock,
        Severity = FindingSeverity.Info,
        Subject = $"semaphore set {set.Id}",
        Title = Sentence.Of($"Semaphore set {set.Id} looks like a Qt lock, but no key file leads to it"),
        Evidence =
        [
            Sentence.Of($"Its key is {Spoken.Key(set.Key)}; 0x51 at the front is Qt's mark."),
            Sentence.Of($"Looked in {string.Join(", ", state.KeyFileDirectories)}."),
            Sentence.Of($"It belongs to uid {set.OwnerUid}."),
            LastOperation(set, state.NowUtc),
        ],
        Explanation = "The lock's file was deleted while the set stayed, as a cleaner of /tmp does. Programs that have its number go on " +
            "using it; those that come later make another lock.",
        Remedy = Sentence.Of($"If no Qt program is running that could still use it, remove it: ipcrm -s {set.Id}"),
    };

    private static Finding? DeadHolder(PosixSemaphoreFacts semaphore, MachineState state)
    {
        // Whoever holds it may live unseen: a release would let two in.
        if (semaphore.Unseen.MayHideHolderFrom(semaphore.OwnerUid, state.User.Uid))
            return null;
        var row = state.Rows.FirstOrDefault(row => !row.Gone && row.Id == semaphore.Segment);
        bool abandoned = semaphore.Users.IsEmpty;
        // Whoever holds it has it mapped. If all who have it mapped stand still in waiting for it, none of them will release it.
        TimeSpan? allWaitFor = state.AllWaitSince.TryGetValue(semaphore.Name, out var since) ? state.NowUtc - since : null;
        bool allWait = semaphore.IsQtLegacy && allWaitFor >= HealthLimits.HeldLong;
        // A semaphore of another name may be a signal and not a lock; beside a segment of that name it is likely to be one.
        if (!(abandoned || allWait) || !semaphore.IsQtLegacy && row is null)
            return null;
        string name = row?.Facts.Name ?? PosixFiles.SemaphorePrefix + semaphore.Name;
        return new Finding
        {
            Kind = FindingKind.DeadHolder,
            Severity = semaphore.IsQtLegacy ? FindingSeverity.Alarm : FindingSeverity.Warning,
            Segment = row?.Id,
            Subject = PosixFiles.SemaphorePrefix + semaphore.Name,
            Title = Sentence.Of($"The lock of '{name}' was never given back: its holder has ended"),
            Evidence =
            [
                Sentence.Of($"/dev/shm/sem.{semaphore.Name} has the value 0, which means held."),
                abandoned
                    ? "No process is known to have it mapped."
                    : Sentence.Of($"All that have it mapped have been waiting for it for {Spoken.Of(allWaitFor!.Value)}: " +
                        $"{Spoken.Of(semaphore.Users)}."),
                LifetimeRules.HowFarSeen(semaphore.Unseen),
            ],
            Explanation = semaphore.IsQtLegacy
                ? "The kernel does not give a POSIX semaphore back when its holder dies. lock() and attach() of every program with this " +
                    "key hang for ever."
                : "The kernel does not give a POSIX semaphore back when its holder dies. If this one is the lock of the segment beside " +
                    "it, as Qt 6.6 and later have it, lock() and attach() hang for ever; if it is a signal, 0 is its rest.",
            Remedy = "Release it, or end the programs that wait: the next create() makes it anew.",
            Action = FindingAction.ReleaseDeadHolder,
            Processes = semaphore.Users,
        };
    }

    private static Sentence LastOperation(SemaphoreSetRow set, DateTimeOffset now) => set.OperatedUtc is { } operated
        ? Sentence.Of($"Last operation on set {set.Id}: {Spoken.Of(now - operated)} ago.")
        : Sentence.Of($"No operation on set {set.Id} yet.");
}
