using System.Collections.Immutable;
using System.Globalization;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Health;

/// <summary>Segments that stay although nobody uses them, and such that will go when somebody does. Pure.</summary>
internal static class LifetimeRules
{
    public static IEnumerable<Finding> Examine(MachineState state)
    {
        var found = state.Rows.Where(row => !row.Gone).Select(row => (Row: row, Finding: Examine(row, state))).Where(pair => pair.Finding is not null).ToArray();
        var left = found.Where(pair => pair.Finding!.Kind == FindingKind.LeftoverSegment).ToArray();
        bool together = left.Length > HealthLimits.LeftoversApart;
        return found.Where(pair => !together || pair.Finding!.Kind != FindingKind.LeftoverSegment).Select(pair => pair.Finding!)
            .Concat(together ? [Leftovers([.. left.Select(pair => pair.Row)], left.Max(pair => pair.Finding!.Severity))] : [])
            .Concat(state.LostFiles.Select(file => Lost(file, state)));
    }

    private static Finding Leftovers(ImmutableArray<SegmentRow> rows, FindingSeverity severity) => new()
    {
        Kind = FindingKind.LeftoverSegment,
        Severity = severity,
        Segments = [.. rows.Select(row => row.Id)],
        Subject = "leftovers",
        Title = Sentence.Of($"{Spoken.Count((ulong)rows.Length)} segments are left that nobody uses"),
        Evidence =
        [
            Sentence.Of($"Together they take {Spoken.Bytes(rows.Sum(row => row.Facts.ResidentBytes))} of memory."),
            Sentence.Of($"The largest is '{rows.MaxBy(row => row.Facts.ResidentBytes)!.Facts.Name}', with {Spoken.Bytes(rows.Max(row => row.Facts.ResidentBytes))}."),
            Sentence.Of($"They belong to {string.Join(", ", rows.Select(row => row.Facts.OwnerName).Distinct().Order(StringComparer.Ordinal).Take(5))}."),
        ],
        Explanation = "Each stays until it is removed or the machine restarts. So many of one kind come from a program that makes one at " +
            "each run, or each crash, and removes none.",
        Remedy = "If no program is going to come back for them, remove them together. What somebody uses by then is left alone.",
        Action = FindingAction.RemoveSegments,
    };

    private static Finding Lost(LostFile file, MachineState state)
    {
        var row = state.Rows.FirstOrDefault(row => !row.Gone && row.Facts.Posix?.FileName == file.Name);
        string name = VisibleText.Of("/" + file.Name);
        var users = Spoken.Of(file.Users);
        return new Finding
        {
            Kind = FindingKind.RemovedWhileAttached,
            Severity = FindingSeverity.Warning,
            Segment = row?.Id ?? SegmentId.Posix(file.Name),
            Segments = [file.Memory],
            Subject = $"posix:{file.Name} ({string.Join(' ', file.Users.Select(user => user.Pid.ToString(CultureInfo.InvariantCulture)))})",
            Title = row is null
                ? Sentence.Of($"'{name}' was removed while {users} had it mapped")
                : Sentence.Of($"'{name}' was made anew while the old one is mapped by {users}"),
            Evidence = row is null
                ? [Sentence.Of($"It has had no name for {Spoken.Of(state.NowUtc - file.LostUtc)}, as far as seen."), Sentence.Of($"It is still mapped by {users}.")]
                :
                [
                    Sentence.Of($"The old one, without a name for {Spoken.Of(state.NowUtc - file.LostUtc)} as far as seen, is mapped by {users}."),
                    row.Facts.ChangedUtc is { } made
                        ? Sentence.Of($"The new one was made {Spoken.Of(state.NowUtc - made)} ago, at {Spoken.Of(made)}.")
                        : "When the new one was made is not known.",
                    row.Attached.IsEmpty ? "Nobody is known to have the new one mapped." : Sentence.Of($"The new one is mapped by {Spoken.Of(row.Attached)}."),
                ],
            Explanation = row is null
                ? "Those who have it mapped go on using it and do not notice. Whoever opens the name now is told that there is none, or makes " +
                    "another that the first ones do not share."
                : "They do not see each other: whoever had it mapped before keeps the old memory, whoever opens the name now gets the new one.",
            Remedy = Sentence.Of($"Restart {users}: then all meet in the same segment again."),
            Processes = file.Users,
        };
    }

    /// <summary>How far it is known who has something open.</summary>
    public static Sentence HowFarSeen(UnseenUsers unseen) => unseen switch
    {
        { IsEmpty: true } => "Every process that may open it could be looked into.",
        { Others: 0, Privileged: 1 } => "Only its owner and root may open it. One process of theirs could not be looked into.",
        { Others: 0 } => Sentence.Of($"Only its owner and root may open it. {unseen.Privileged} processes of theirs could not be looked into."),
        { Count: 1 } => "As far as your processes go: one process that may open it could not be looked into.",
        _ => Sentence.Of($"As far as your processes go: {unseen.Count} processes that may open it could not be looked into."),
    };

    private static Finding? Examine(SegmentRow row, MachineState state) => row switch
    {
        { Facts.Kind: SegmentKind.Posix } => LeftoverPosix(row, state),
        { Facts: { SystemV.MarkedForRemoval: true, AttachCount: > 0 } } => Removed(row, state),
        { Facts.AttachCount: > 0 } => Unseen(row, state) ?? Leak(row, state),
        _ when !row.IsSettled(state, HealthLimits.Settled) => null,
        { Stale: true, Facts.SystemV: not null } => row.IsQtSystemV() ? Stale(row, state) : Leftover(row, state),
        { Facts: { AttachCount: 0, Creator.Alive: true } } when row.IsFoundByQt(state) => DeletedByNext(row),
        _ => null,
    };

    private static Finding Stale(SegmentRow row, MachineState state) => new()
    {
        Kind = FindingKind.StaleSegment,
        Severity = FindingSeverity.Warning,
        Segment = row.Id,
        Subject = row.Id.ToString(),
        Title = Sentence.Of($"'{row.Facts.Name}' was left behind by {Spoken.Maker(row)}, which has ended"),
        Evidence = LeftEvidence(row, state),
        Explanation = row.IsFoundByQt(state)
            ? "A crash leaves this, or a program without Qt that wrote and ended. create() fails with AlreadyExists. Up to " +
                "Qt 6.5, attach() after that works and finds the old content. From Qt 6.6 on, attach() on the same object " +
                "fails with NotFound, because with it the handle of the failed create() deletes the segment."
            : "A crash leaves this. No key file leads to it, so no Qt program will find it or clean it up; it costs memory " +
                "until it is removed or the machine restarts.",
        Remedy = row.IsFoundByQt(state)
            ? "Remove it, or let a program attach() and detach() once before create(): that cleans up with every version of Qt."
            : "Remove it.",
        Action = FindingAction.RemoveSegment,
    };

    private static Finding Leftover(SegmentRow row, MachineState state)
    {
        bool isPrivate = row.Facts.SystemV?.Key is 0 or null;
        return new Finding
        {
            Kind = FindingKind.LeftoverSegment,
            Severity = isPrivate ? FindingSeverity.Warning : FindingSeverity.Info,
            Segment = row.Id,
            Subject = row.Id.ToString(),
            Title = Sentence.Of($"Nobody uses '{row.Facts.Name}', and {Spoken.Maker(row)}, which made it, has ended"),
            Evidence = LeftEvidence(row, state).Add(isPrivate
                ? "It has no key (IPC_PRIVATE)."
                : Sentence.Of($"Its key is {Spoken.Key(row.Facts.SystemV!.Key)}.")),
            Explanation = isPrivate
                ? "A System V segment stays until it is removed or the machine restarts. Without a key, only a program that was " +
                    "handed its number can find it."
                : "A System V segment stays until it is removed or the machine restarts. A program may come back for it by its key.",
            Remedy = "If no program is going to come back for it, remove it.",
            Action = FindingAction.RemoveSegment,
        };
    }

    private static Finding? LeftoverPosix(SegmentRow row, MachineState state)
    {
        var unseen = state.Unseen.GetValueOrDefault(row.Id);
        if (!row.Attached.IsEmpty || row.HeldByDashboard || unseen.MayHideFrom(row.Facts.OwnerUid, state.User.Uid) ||
            row.LastHadUtc(state) is not { } last || state.NowUtc - last < LeftoverAfter(row))
            return null;
        return new Finding
        {
            Kind = FindingKind.LeftoverSegment,
            Severity = row.Stale ? FindingSeverity.Warning : FindingSeverity.Info,
            Segment = row.Id,
            Subject = row.Id.ToString(),
            Title = unseen.Others == 0
                ? Sentence.Of($"No process has '{row.Facts.Name}' mapped")
                : Sentence.Of($"No process of yours has '{row.Facts.Name}' mapped"),
            Evidence =
            [
                HowFarSeen(unseen),
                Sentence.Of($"Nothing told of a use for {Spoken.Of(state.NowUtc - last)}."),
                Memory(row),
            ],
            Explanation = row.Facts.Qt is null
                ? "A POSIX segment stays in /dev/shm until somebody removes it or the machine restarts. A program may still open " +
                    "it by its name."
                : "Qt never removes a POSIX segment on Linux: it stays in /dev/shm when everybody has left. The next create() " +
                    "fails with AlreadyExists, attach() finds the old content.",
            Remedy = "If no program is going to come back for it, remove it.",
            Action = FindingAction.RemoveSegment,
        };
    }

    // A name that was drawn by lot is handed on, and nobody comes back for it.
    private static TimeSpan LeftoverAfter(SegmentRow row) =>
        row.Stale && SegmentFamilies.IsNamedByLot(row.Facts) ? HealthLimits.MappingsSettled : HealthLimits.Leftover;

    private static Finding DeletedByNext(SegmentRow row) => new()
    {
        Kind = FindingKind.DeletedByNextReader,
        Severity = FindingSeverity.Warning,
        Segment = row.Id,
        Subject = row.Id.ToString(),
        Title = Sentence.Of($"The next Qt program that reads '{row.Facts.Name}' will delete it"),
        Evidence =
        [
            "Nobody is attached.",
            Sentence.Of($"{Spoken.Maker(row)}, which made it, is running, but is not attached."),
        ],
        Explanation = "A Qt program that detaches as the last one removes the segment and its key file. The first reader gets the " +
            "content, the second one is told NotFound.",
        Remedy = Sentence.Of($"{Spoken.Maker(row)} should stay attached for as long as the content is to be read."),
        Processes = row.Facts.Creator is { } creator ? [creator] : [],
    };

    private static Finding? Unseen(SegmentRow row, MachineState state)
    {
        if (!row.Attached.IsEmpty || state.UnreadableProcesses > 0 ||
            !row.IsSettled(state, HealthLimits.MappingsSettled))
            return null;
        return new Finding
        {
            Kind = FindingKind.UnseenAttachments,
            Severity = FindingSeverity.Info,
            Segment = row.Id,
            Subject = row.Id.ToString(),
            Title = Sentence.Of($"No process seen from here has '{row.Facts.Name}' attached, " +
                $"though the kernel counts {row.Facts.AttachCount}"),
            Evidence = ["Every process could be looked into.", Sentence.Of($"Attach count: {row.Facts.AttachCount}.")],
            Explanation = "The count falls when a process ends, so whoever is attached still lives: in another pid namespace, as a " +
                "container has that shares System V objects with this machine.",
            Remedy = "Look for containers that share the IPC namespace (--ipc=host), and end there what uses it.",
        };
    }

    private static Finding? Leak(SegmentRow row, MachineState state)
    {
        if (row.HeldByDashboard || row.Attached.IsEmpty || row.Facts.Creator is not { Alive: false } creator ||
            row.Attached.Any(process => process.Pid == creator.Pid) ||
            row.LastUseUtc(state) is not { } last || state.NowUtc - last < HealthLimits.LeakIdle)
            return null;
        var keepers = Spoken.Of(row.Attached);
        return new Finding
        {
            Kind = FindingKind.LeakSuspect,
            Severity = FindingSeverity.Info,
            Segment = row.Id,
            Subject = row.Id.ToString(),
            Title = Sentence.Of($"'{row.Facts.Name}' may be kept alive for nothing, by {keepers}"),
            Evidence =
            [
                Sentence.Of($"{Spoken.Of(creator)}, which made it, has ended."),
                Sentence.Of($"Attached: {keepers}."),
                Sentence.Of($"Nothing told of a use for {Spoken.Of(state.NowUtc - last)}."),
                Memory(row),
            ],
            Explanation = row.IsQtSystemV()
                ? "While somebody is attached, no detach() removes it, and create() fails with AlreadyExists. Writing without the " +
                    "lock would not show in these facts."
                : "While somebody is attached, its memory stays. Writing does not show in these facts.",
            Remedy = Sentence.Of($"If they have no more use for it, end {keepers}."),
            Processes = row.Attached,
        };
    }

    private static Finding? Removed(SegmentRow row, MachineState state)
    {
        string? former = state.FormerNames.GetValueOrDefault(row.Facts.SystemV?.ShmId ?? -1);
        // X servers and their clients remove their picture segments at once, so that a crash leaves none.
        if (former is null && row.Family.Id == "x11")
            return null;
        var users = Spoken.Of(row.Attached);
        ImmutableArray<Sentence> evidence =
            [Sentence.Of($"Segment {row.Facts.SystemV?.ShmId} is marked for removal; {row.Facts.AttachCount} attached."), Memory(row)];
        return former is null
            ? new Finding
            {
                Kind = FindingKind.RemovedWhileAttached,
                Severity = FindingSeverity.Info,
                Segment = row.Id,
                Subject = row.Id.ToString(),
                Title = Sentence.Of($"'{row.Facts.Name}' is marked for removal and goes with its last user"),
                Evidence = evidence,
                Explanation = "Those who are attached keep it; nobody else can find it. Many programs do that on purpose right " +
                    "after attaching, so that a crash leaves nothing.",
                Remedy = "Nothing to do, unless another program should find it: then restart those who are attached.",
                Processes = row.Attached,
            }
            : new Finding
            {
                Kind = FindingKind.RemovedWhileAttached,
                Severity = FindingSeverity.Warning,
                Segment = row.Id,
                Subject = row.Id.ToString(),
                Title = row.Attached.IsEmpty
                    ? Sentence.Of($"'{former}' was removed while it was attached")
                    : Sentence.Of($"'{former}' was removed while {users} had it attached"),
                Evidence = evidence.Add(Sentence.Of($"It was '{former}' until its key was taken away.")),
                Explanation = "Those who are attached go on using it and do not notice. Others are told NotFound by attach(), and " +
                    "create() makes a second segment that the first ones do not share.",
                Remedy = row.Attached.IsEmpty
                    ? "Restart the programs that use it: then all meet in the same segment again."
                    : Sentence.Of($"Restart {users}: then all meet in the same segment again."),
                Processes = row.Attached,
            };
    }

    private static ImmutableArray<Sentence> LeftEvidence(SegmentRow row, MachineState state) =>
    [
        row.DetachedUtc(state) is { } left
            ? Sentence.Of($"Nobody has been attached for {Spoken.Of(state.NowUtc - left)}, since {Spoken.Of(left)}.")
            : row.WeWereLast(state)
            ? "Nobody is attached; since when is not known, because the dashboard has looked into it since."
            : Sentence.Of($"Nobody has ever attached to it since {Spoken.Of(row.Facts.ChangedUtc ?? state.NowUtc)}."),
        Sentence.Of($"{Spoken.Maker(row)} does not exist any more."),
        Memory(row),
    ];

    private static Sentence Memory(SegmentRow row) => Sentence.Of($"It takes {Spoken.Bytes(row.Facts.ResidentBytes)} of memory.");
}
