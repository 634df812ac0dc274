using System.Collections.Immutable;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Meeting;

/// <summary>
/// Finds the first thing that keeps two apart. In the order in which it decides: what is farther down cannot matter while what
/// is above differs. Pure.
/// </summary>
public static class MeetingExaminer
{
    private const int OthersMayOpen = 0x36; // S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH

    /// <summary>Examines two parties.</summary>
    public static MeetingResult Examine(MeetingParty one, MeetingParty other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        var answer =
            Together(one, other) ?? TogetherWithoutAName(one, other) ?? Removed(one, other) ?? Removed(other, one) ?? Missing(one) ?? Missing(other) ?? NotKnown(one) ?? NotKnown(other) ?? Waiting(one) ?? Waiting(other) ??
            Apart(one, other) ?? SameKey(one, other) ?? Closed(one, other) ?? Closed(other, one) ?? Similar(one, other) ??
            Nothing(one, other) ?? Nothing(other, one) ?? Unrelated(one, other);
        return new MeetingResult(answer.Outcome, answer.Sentence, answer.Remedy, one, other);
    }

    private static Answer? Together(MeetingParty one, MeetingParty other)
    {
        var both = one.Segments.Where(row => other.Segments.Any(its => its.Id == row.Id)).ToImmutableArray();
        if (both.IsEmpty)
            return null;
        return new(MeetingOutcome.Meet, (one.Process, other.Process) switch
        {
            (null, null) => Sentence.Of($"{one.Name} and {other.Name} are the same segment."),
            (null, _) => Sentence.Of($"{other.Name} has {Names(both)} open: that is what this key leads to."),
            (_, null) => Sentence.Of($"{one.Name} has {Names(both)} open: that is what this key leads to."),
            _ => Sentence.Of($"{one.Name} and {other.Name} have the same segment open: {Names(both)}."),
        }, "If the one still does not see what the other writes, look at the segment's lock, and at what was written last.");
    }

    private static Answer? TogetherWithoutAName(MeetingParty one, MeetingParty other)
    {
        if (one.Unnamed.FirstOrDefault(mine => other.Unnamed.Any(its => its.Identity == mine.Identity)) is not { } both)
            return null;
        return new(MeetingOutcome.Meet, IsRemoved(both)
            ? Sentence.Of($"{one.Name} and {other.Name} map the same memory, which was /{VisibleText.Of(both.Label)} until its name was removed.")
            : Sentence.Of($"{one.Name} and {other.Name} map the same memory without a name."),
            "If the one still does not see what the other writes, look at the segment's lock, and at what was written last.");
    }

    /// <summary>Who maps a file that was removed does not notice, and is alone with it.</summary>
    private static Answer? Removed(MeetingParty one, MeetingParty other)
    {
        foreach (var old in one.Unnamed.Where(IsRemoved))
        {
            string name = "/" + VisibleText.Of(old.Label);
            if (other.Segments.Any(row => row.Facts.Posix?.FileName == old.Label))
            {
                return new(MeetingOutcome.Removed,
                    Sentence.Of($"{one.Name} maps an older {name}, which was removed; {other.Name} has the one that was made anew under this name: they do not see each other."),
                    Sentence.Of($"Restart {one.Name}: then it opens the new one."));
            }

            if (other.Unnamed.Any(its => IsRemoved(its) && its.Label == old.Label))
            {
                return new(MeetingOutcome.Removed,
                    Sentence.Of($"{one.Name} and {other.Name} each map a {name} that was removed, and not the same: they do not see each other."),
                    "Restart both: then they meet in the same segment.");
            }

            if (other is { Process: null, Segments.IsEmpty: true } && IsNamed(other.Name, old.Label))
            {
                return new(MeetingOutcome.Removed,
                    Sentence.Of($"{one.Name} maps {name}, whose name was removed: nobody else can open it."),
                    Sentence.Of($"Restart {one.Name}, so that it makes it anew."));
            }
        }

        return null;
    }

    private static bool IsRemoved(UnnamedMemory memory) =>
        memory.Origin == UnnamedOrigin.Unlinked && !memory.Label.StartsWith(PosixFiles.SemaphorePrefix, StringComparison.Ordinal);

    private static bool IsNamed(string typed, string name) =>
        typed.TrimStart('/') == name || (SegmentId.TryParse(typed, out var id, out _) && id.Scheme == SegmentScheme.Posix && id.Value == name);

    private static Answer? Missing(MeetingParty party) => party switch
    {
        { Process: { } process, Surroundings: null } => new(MeetingOutcome.Missing,
            Sentence.Of($"There is no process {process.Pid} now: it has ended, or runs where it cannot be seen from here."), "Start it, and look again."),
        { Process: null, Segments.IsEmpty: true } => new(MeetingOutcome.Missing,
            Sentence.Of($"There is no segment {party.Name} now: nobody has created it, or whoever had it has let go of it, which removes a Qt segment."),
            "Let the program that creates it run on while the other one attaches."),
        _ => null,
    };

    private static Answer? NotKnown(MeetingParty party) => party.IsUnreadable
        ? new(MeetingOutcome.NotKnown,
            Sentence.Of($"What {party.Name} has open is not known: it runs as {party.Surroundings?.UserName ?? "?"} and may not be looked into."),
            "Run this dashboard as that user or as root.")
        : null;

    private static Answer? Waiting(MeetingParty party)
    {
        if (party.WaitsFor is not { } row)
            return null;
        return new(MeetingOutcome.Waiting, row.Lock.Holder is { } holder
            ? Sentence.Of($"{party.Name} waits for the lock of {NameOf(row)}, which {holder.Name} {holder.Pid} holds.")
            : Sentence.Of($"{party.Name} waits for the lock of {NameOf(row)}; who holds it is not known."),
            "Until it gets the lock it neither attaches nor reads. Have the holder unlock, or end it.");
    }

    private static Answer? Apart(MeetingParty one, MeetingParty other)
    {
        if (one.Surroundings is not { } mine || other.Surroundings is not { } its)
            return null;
        if (UsesSystemV(one, other) && mine.IpcNamespace != its.IpcNamespace)
        {
            return new(MeetingOutcome.OtherNamespace,
                Sentence.Of($"{one.Name} and {other.Name} are in different IPC namespaces (containers or sandboxes): System V segments of the one do not exist for the other."),
                "Run both in the same one: docker run --ipc=host or --ipc=container:NAME, one pod, or outside the sandbox.");
        }

        return mine.SharedMemoryDevice != its.SharedMemoryDevice
            ? new(MeetingOutcome.OtherFileSystem,
                Sentence.Of($"{one.Name} and {other.Name} have different /dev/shm (containers or sandboxes): POSIX segments of the one do not exist for the other."),
                "Give both the same /dev/shm: docker run --ipc=host, a shared volume, or outside the sandbox.")
            : null;
    }

    private static Answer? SameKey(MeetingParty one, MeetingParty other)
    {
        foreach (var row in one.Segments)
        {
            if (KeyOf(row) is not { } key || other.Segments.FirstOrDefault(its => KeyOf(its) == key) is not { } twin)
                continue;
            if (row.Facts.Kind != twin.Facts.Kind)
            {
                return new(MeetingOutcome.OtherKind,
                    Sentence.Of($"Both use the key {key}, but {one.Name} as {KindOf(row)} and {other.Name} as {KindOf(twin)}: those are two segments."),
                    "Give both the same kind: QSharedMemory(key) is System V on Linux; QNativeIpcKey says which, since Qt 6.6.");
            }

            return new(MeetingOutcome.OtherDirectory,
                Sentence.Of($"Both use the key {key}, but {one.Name} has its key file in {DirectoryOf(row)} and {other.Name} in {DirectoryOf(twin)}: Qt makes a segment of its own for each directory."),
                "Start both with the same TMPDIR, and in the same file tree.");
        }

        // Nothing is there yet, but it is known where they would look.
        return one.Surroundings is { TemporaryDirectory: { } mine, FileTree: var tree } && other.Surroundings is { TemporaryDirectory: { } its, FileTree: var itsTree } &&
            (mine != its || tree != itsTree) && UsesQt(one, other)
            ? new(MeetingOutcome.OtherDirectory, mine != its
                ? Sentence.Of($"{one.Name} has its key files in {mine} and {other.Name} in {its}: what the one makes under a key the other does not find.")
                : Sentence.Of($"{one.Name} and {other.Name} both have their key files in {mine}, but in different file trees: what the one makes under a key the other does not find."),
                "Start both with the same TMPDIR, and in the same file tree.")
            : null;
    }

    private static Answer? Closed(MeetingParty owner, MeetingParty guest)
    {
        if (guest.Surroundings?.Uid is not { } uid || uid == 0)
            return null;
        var row = owner.Segments.FirstOrDefault(row =>
            row.Facts.OwnerUid != uid && row.Facts.CreatorUid != uid && (row.Facts.Mode & OthersMayOpen) == 0);
        return row is null || guest.Segments.Any(its => owner.Segments.Any(mine => mine.Id == its.Id)) ? null : new(MeetingOutcome.OtherUser,
            Sentence.Of($"{NameOf(row)} belongs to {row.Facts.OwnerName}, mode {Mode(row)}, and {guest.Name} runs as {guest.Surroundings.UserName ?? "?"}: the kernel does not let it in."),
            "Run both as the same user; Qt always makes segments for one user only.");
    }

    private static Answer? Similar(MeetingParty one, MeetingParty other)
    {
        foreach (var row in one.Segments)
        {
            if (NameKeyOf(row) is { } key && other.Segments.FirstOrDefault(its => IsNear(NameKeyOf(its), key)) is { } near)
            {
                return new(MeetingOutcome.SimilarKey,
                    Sentence.Of($"{one.Name} uses the key “{key}” and {other.Name} the key “{NameKeyOf(near)}”: keys are the same only letter by letter."),
                    "Give both exactly the same key: mind capitals, blanks and line ends.");
            }
        }

        return null;
    }

    private static Answer? Nothing(MeetingParty idle, MeetingParty other) => !idle.Segments.IsEmpty ? null : new(MeetingOutcome.NothingOpen,
        !idle.Unnamed.IsEmpty
            ? Sentence.Of($"{idle.Name} has no shared memory with a name open, only such without, of which others learn by being handed it.")
            : other.Segments.IsEmpty
            ? Sentence.Of($"{idle.Name} has no shared memory open, and neither has {other.Name}.")
            : Sentence.Of($"{idle.Name} has no shared memory open; {other.Name} has {Names(other.Segments)}."),
        "Its create() or attach() was not called yet, or failed: look at what it returned, at error() and errorString().");

    private static Answer Unrelated(MeetingParty one, MeetingParty other) => new(MeetingOutcome.OtherKey,
        Sentence.Of($"{one.Name} has {Names(one.Segments)}, and {other.Name} has {Names(other.Segments)}: none of them is the same."),
        "Give both the same key or name.");

    private static bool UsesSystemV(MeetingParty one, MeetingParty other) =>
        one.Segments.Concat(other.Segments).All(row => row.Facts.Kind == SegmentKind.SystemV);

    private static bool UsesQt(MeetingParty one, MeetingParty other) =>
        one.Segments.Concat(other.Segments).Any(row => row.Facts.Qt is not null) ||
        (one.Surroundings?.QtVersion is not null && other.Surroundings?.QtVersion is not null);

    private static bool IsNear(string? key, string other) => key is not null && key != other &&
        string.Equals(key.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);

    // The key as Qt hashes it: two segments of one key have the same hash whether we know the key or not.
    private static string? KeyOf(SegmentRow row) => row.Facts.Qt is { } qt ? qt.Key ?? qt.KeyHash : null;

    private static string? NameKeyOf(SegmentRow row) => row.Facts.Qt?.Key ?? row.Facts.Posix?.FileName;

    private static string KindOf(SegmentRow row) => SegmentWord.NameOf(row.Facts.Kind);

    private static string DirectoryOf(SegmentRow row) =>
        row.Facts.Qt!.TheirDirectory ?? Path.GetDirectoryName(row.Facts.Qt.KeyFilePath) ?? "?";

    private static string Mode(SegmentRow row) => Convert.ToString(row.Facts.Mode & 0x1ff, 8);

    private static string NameOf(SegmentRow row) => row.Facts.Name;

    private static string Names(IEnumerable<SegmentRow> rows)
    {
        string[] names = [.. rows.Select(NameOf).Distinct(StringComparer.Ordinal)];
        return names.Length <= 4 ? string.Join(", ", names) : string.Join(", ", names.Take(4)) + ", …";
    }

    private sealed record Answer(MeetingOutcome Outcome, Sentence Sentence, Sentence Remedy);
}
