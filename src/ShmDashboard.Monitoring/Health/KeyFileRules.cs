using System.Collections.Immutable;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Health;

/// <summary>Key files that lead to the wrong place, to none, or lie in the wrong one. Pure.</summary>
internal static class KeyFileRules
{
    private const int MaxPaths = 5;

    public static IEnumerable<Finding> Examine(MachineState state) =>
        Collisions(state, QtKeyPurpose.Segment)
            .Concat(Collisions(state, QtKeyPurpose.Lock))
            .Concat(state.Rows.Where(row => HasLostItsFile(row, state)).Select(row => Missing(row, state)))
            .Concat(Namesakes(state))
            .Concat(InRoot(state))
            .Concat(BadTemporaryDirectory(state.TemporaryDirectory));

    private static IEnumerable<Finding> Collisions(MachineState state, QtKeyPurpose purpose)
    {
        // The same name in two directories is one file seen twice (a bind mount), not two keys.
        var groups = state.KeyFiles.Where(file => file.Purpose == purpose).GroupBy(file => file.Key)
            .Select(group => (group.Key, Paths: group.Select(file => file.Path)
                .DistinctBy(Path.GetFileName).Order(StringComparer.Ordinal).ToImmutableArray()))
            .Where(group => group.Paths.Length > 1);
        foreach (var (key, paths) in groups)
        {
            var row = purpose == QtKeyPurpose.Segment
                ? state.Rows.FirstOrDefault(row => !row.Gone && row.IsQtSystemV() && row.Facts.SystemV?.Key == key)
                : null;
            yield return purpose == QtKeyPurpose.Segment ? Segments(key, paths, row) : Locks(key, paths);
        }
    }

    private static Finding Segments(int key, ImmutableArray<string> paths, SegmentRow? row) => new()
    {
        Kind = FindingKind.KeyCollision,
        Severity = row is null ? FindingSeverity.Warning : FindingSeverity.Alarm,
        Segment = row?.Id,
        Subject = "segment " + Spoken.Key(key),
        Title = Sentence.Of($"{paths.Length} different Qt keys lead to one segment"),
        Evidence = [.. Listed(paths), Sentence.Of($"ftok makes the key {Spoken.Key(key)} of each.")],
        Explanation = "ftok takes 16 bits of a file's number and 8 of its device, so different files can give one key. create() " +
            "with one Qt key fails with AlreadyExists because of the other, and attach() gives the other program's memory.",
        Remedy = "Give one of the programs another Qt key, or a TMPDIR of its own.",
    };

    private static Finding Locks(int key, ImmutableArray<string> paths) => new()
    {
        Kind = FindingKind.KeyCollision,
        Severity = FindingSeverity.Warning,
        Subject = "lock " + Spoken.Key(key),
        Title = Sentence.Of($"{paths.Length} different Qt keys share one lock"),
        Evidence = [.. Listed(paths), Sentence.Of($"ftok makes the key {Spoken.Key(key)} of each.")],
        Explanation = "ftok takes 16 bits of a file's number and 8 of its device, so different files can give one key. Programs " +
            "that have nothing to do with each other wait for each other, and one that ends can take the other's lock away.",
        Remedy = "Give one of the programs another Qt key, or a TMPDIR of its own.",
    };

    private static bool HasLostItsFile(SegmentRow row, MachineState state) =>
        row is { Gone: false, Stale: false, Facts: { SystemV: not { MarkedForRemoval: true }, Qt.KeyFile: QtKeyFileState.Missing } } &&
        !state.KeyFileDirectories.IsEmpty && !row.IsFoundByQt(state) &&
        row.IsSettled(state, HealthLimits.Settled);

    /// <summary>Where its programs have their key files can only be read from programs that may be looked into.</summary>
    private static bool AreUsersHidden(SegmentRow row, MachineState state) =>
        state.UnreadableProcesses > 0 && row.Facts.AttachCount > row.Attached.Length;

    private static Finding Missing(SegmentRow row, MachineState state) => AreUsersHidden(row, state) ? Unknown(row, state) : new()
    {
        Kind = FindingKind.KeyFileMissing,
        Severity = FindingSeverity.Warning,
        Segment = row.Id,
        Subject = row.Id.ToString(),
        Title = Sentence.Of($"No key file was found for segment {row.Facts.SystemV?.ShmId}, which looks like Qt's"),
        Evidence =
        [
            Sentence.Of($"Its key is {Spoken.Key(row.Facts.SystemV!.Key)}; 0x51 at the front is Qt's mark."),
            Sentence.Of($"Looked in {string.Join(", ", state.KeyFileDirectories)}."),
            Sentence.Of($"Attach count: {row.Facts.AttachCount}."),
        ],
        Explanation = "The file was deleted, as cleaners of /tmp do, or it lies in a directory that was not looked in. If it was " +
            "deleted, attach() is told NotFound, create() makes a second segment, and when the first program detaches it " +
            "deletes the second one's key file.",
        Remedy = row.Attached.IsEmpty
            ? "Restart the programs that use it, and keep cleaners away from files named qipc_*."
            : Sentence.Of($"Restart {Spoken.Of(row.Attached)}, and keep cleaners away from files named qipc_*."),
        Processes = row.Attached,
    };

    private static Finding Unknown(SegmentRow row, MachineState state) => new()
    {
        Kind = FindingKind.KeyFileMissing,
        Severity = FindingSeverity.Info,
        Segment = row.Id,
        Subject = row.Id.ToString(),
        Title = Sentence.Of($"Where the key file of segment {row.Facts.SystemV?.ShmId} is, which looks like Qt's, is not known"),
        Evidence =
        [
            Sentence.Of($"Its key is {Spoken.Key(row.Facts.SystemV!.Key)}; 0x51 at the front is Qt's mark."),
            Sentence.Of($"Looked in {string.Join(", ", state.KeyFileDirectories)}."),
            Sentence.Of($"Attach count: {row.Facts.AttachCount}; processes of those that could be looked into: {row.Attached.Length}."),
        ],
        Explanation = "It belongs to programs that may not be looked into here, and so their TMPDIR and their own file tree are not known. " +
            "That it is missing is not said by this.",
        Remedy = row.Facts.OwnerUid == 0
            ? "Run this program as root to know more."
            : Sentence.Of($"Run this program as {row.Facts.OwnerName} or as root to know more."),
        Processes = row.Attached,
    };

    private static IEnumerable<Finding> Namesakes(MachineState state)
    {
        var groups = state.Rows.Where(row => row is { Gone: false, Facts.Qt: { Key: not null, Namesakes.IsEmpty: false } })
            .GroupBy(row => row.Facts.Qt!.Key!, StringComparer.Ordinal)
            .Select(group => group.OrderBy(row => row.Facts.Qt!.Place).ThenBy(row => row.Facts.SystemV?.ShmId).ToImmutableArray())
            .Where(rows => rows.Length > 1);
        foreach (var rows in groups)
        {
            yield return new Finding
            {
                Kind = FindingKind.KeyInSeveralDirectories,
                Severity = FindingSeverity.Warning,
                Segment = rows[0].Id,
                Subject = rows[0].Id.ToString(),
                Title = Sentence.Of($"{rows.Length} segments have the key '{rows[0].Facts.Qt!.Key!}', one under each directory"),
                Evidence = [.. rows.Take(MaxPaths).Select(Placed)],
                Explanation = "A Qt program looks for the key's file in its own temporary directory only. These programs use different " +
                    "directories, or file trees of their own, so each gets another segment, and they do not meet.",
                Remedy = "If they are meant to share one segment, start them with the same TMPDIR, a directory that all of them see.",
                Processes = [.. rows.SelectMany(row => row.Attached).Distinct()],
            };
        }
    }

    private static Sentence Placed(SegmentRow row) => row.Attached.IsEmpty
        ? Sentence.Of($"Segment {row.Facts.SystemV?.ShmId}: {row.Facts.Qt!.KeyFilePath!}; attach count {row.Facts.AttachCount}.")
        : Sentence.Of($"Segment {row.Facts.SystemV?.ShmId}: {row.Facts.Qt!.KeyFilePath!}; attached: {Spoken.Of(row.Attached)}.");

    private static IEnumerable<Finding> InRoot(MachineState state)
    {
        ImmutableArray<string> paths = [.. state.KeyFiles.Select(file => file.Path)
            .Where(path => path.LastIndexOf('/') == 0).Order(StringComparer.Ordinal)];
        if (paths.IsEmpty)
            yield break;
        yield return new Finding
        {
            Kind = FindingKind.KeyFilesInRoot,
            Severity = FindingSeverity.Warning,
            Subject = "/",
            Title = "Qt key files lie in the root directory",
            Evidence = [.. Listed(paths)],
            Explanation = "A Qt program whose TMPDIR is a relative path, or names a directory that does not exist, puts its key " +
                "files into /. It does not meet programs that use /tmp, whatever the key.",
            Remedy = "Set TMPDIR to an existing directory for that program, or unset it; restart it, and delete these files.",
        };
    }

    private static IEnumerable<Finding> BadTemporaryDirectory(TemporaryDirectory directory)
    {
        if (directory.IsUsable)
            yield break;
        yield return new Finding
        {
            Kind = FindingKind.BadTemporaryDirectory,
            Severity = FindingSeverity.Warning,
            Subject = "TMPDIR",
            Title = Sentence.Of($"TMPDIR is '{directory.Value}', which Qt cannot use"),
            Evidence = [directory.IsAbsolute ? "There is no such directory." : "It is not an absolute path."],
            Explanation = "Qt programs started in this environment take the root directory instead, where only root may make files, " +
                "and do not meet programs that use /tmp.",
            Remedy = "Set TMPDIR to an existing directory, or unset it, and restart the dashboard and the programs.",
        };
    }

    private static IEnumerable<Sentence> Listed(ImmutableArray<string> paths)
    {
        foreach (string path in paths.Take(MaxPaths))
            yield return Sentence.Of($"{path}");
        if (paths.Length > MaxPaths)
            yield return Sentence.Of($"and {paths.Length - MaxPaths} more");
    }
}
