using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>
/// The System V semaphore sets with Qt's project id, and what they belong to: a lock set without segment or file, or two sets
/// for one key, are seen only from here. Asks by queries that change nothing. Stateless and thread-safe; 20 µs and 3 µs a set,
/// plus listing the directories of the key files.
/// </summary>
public sealed class SemaphoreSetCatalog
{
    private const string SemaphoreList = "/proc/sysvipc/sem";
    private const int MaxLockFiles = 4096;

    private readonly ProcessDirectory _processes;
    private readonly QtKeyRing _keys;
    private readonly ImmutableArray<string> _directories;

    /// <summary>A catalogue.</summary>
    /// <param name="options">Where key files may be; the same as the segment catalogue's.</param>
    /// <param name="processes">Names the last operators.</param>
    /// <param name="keys">Turns file names into Qt keys.</param>
    public SemaphoreSetCatalog(CatalogOptions options, ProcessDirectory processes, QtKeyRing keys)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(processes);
        ArgumentNullException.ThrowIfNull(keys);
        _processes = processes;
        _keys = keys;
        IEnumerable<string> directories = options.SearchUsualDirectories
            ? [QtNativeKey.TempPath(), "/tmp", QtNativeKey.RuntimePath(), .. options.KeyFileDirectories]
            : options.KeyFileDirectories;
        _directories = [.. directories.Where(path => path.StartsWith('/'))
            .Select(path => KernelFile.RealPath(path) ?? path).Distinct()];
    }

    /// <summary>The sets now, in order of number.</summary>
    /// <param name="segments">A sweep of about the same moment, to which they are matched.</param>
    public ImmutableArray<SemaphoreSetFacts> Sweep(ImmutableArray<SegmentFacts> segments)
    {
        byte[] buffer = new byte[16 * 1024];
        int length = KernelFile.ReadAll(SemaphoreList, ref buffer, out _);
        List<SemaphoreRow> rows = Parse(buffer.AsSpan(0, Math.Max(length, 0)));
        ILookup<int, LockFile> filesByKey = LockFiles().ToLookup(file => file.Key);
        ILookup<string, int> setsByName = rows
            .SelectMany(row => filesByKey[row.Key].Select(file => (file.Name, row.SemId)))
            .ToLookup(pair => pair.Name, pair => pair.SemId, StringComparer.Ordinal);
        var segmentsByLock = new Dictionary<string, SegmentId>(StringComparer.Ordinal);
        var segmentsByKey = new Dictionary<int, SegmentId>();
        foreach (SegmentFacts segment in segments.IsDefault ? [] : segments)
        {
            if (segment is not { Kind: SegmentKind.SystemV, Qt: { } qt })
            {
                continue;
            }

            if (qt.LockFilePath is { } path)
            {
                segmentsByLock[path] = segment.Id;

                // Qt 6.6 and newer: one key file for both, whose name tells nothing.
                if (path == qt.KeyFilePath && segment.Key is { } key)
                {
                    segmentsByKey[key] = segment.Id;
                }
            }
        }

        return [.. rows.OrderBy(row => row.SemId).Select(row =>
            Describe(row, [.. filesByKey[row.Key]], setsByName, segmentsByLock, segmentsByKey))];
    }

    /// <summary>Pure: the rows with Qt's project id; others belong to somebody else.</summary>
    internal static List<SemaphoreRow> Parse(ReadOnlySpan<byte> text)
    {
        var rows = new List<SemaphoreRow>();
        var seen = new HashSet<int>();
        foreach (Range range in text.Split((byte)'\n'))
        {
            // The list is not one snapshot: a row can come twice.
            if (SemaphoreRow.TryParse(text[range], out SemaphoreRow row) &&
                (uint)row.Key >> 24 == QtKeyFile.ProjectId && seen.Add(row.SemId))
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    private SemaphoreSetFacts Describe(
        SemaphoreRow row, LockFile[] files, ILookup<string, int> setsByName,
        Dictionary<string, SegmentId> segmentsByLock, Dictionary<int, SegmentId> segmentsByKey)
    {
        LockReading reading = LockObserver.ReadSet(
            new SemaphoreSet(row.SemId), $"set {row.SemId}", $"uid {row.Uid}");
        LockFile? first = files.Length > 0 ? files[0] : null;
        SegmentId? segment = files.Select(file => segmentsByLock.TryGetValue(file.Path, out SegmentId id) ? id : (SegmentId?)null)
            .FirstOrDefault(id => id is not null) ?? (segmentsByKey.TryGetValue(row.Key, out SegmentId same) ? same : null);
        return new SemaphoreSetFacts
        {
            SemId = row.SemId,
            Key = row.Key,
            LockFilePaths = [.. files.Select(file => file.Path)],
            QtKey = first is { } file ? _keys.Resolve(file.Letters, file.Hash) : null,
            Segment = segment,
            Twins = [.. files.SelectMany(file => setsByName[file.Name]).Where(id => id != row.SemId).Distinct().Order()],
            Reading = reading,
            LastOperator = reading.LastPid > 0 ? _processes.Look(reading.LastPid) : null,
            Mode = row.Permissions & 0x1ff,
            OwnerUid = row.Uid,
            LastOperationUtc = Time(row.OperationTime),
            ChangedUtc = Time(row.ChangeTime),
        };
    }

    private List<LockFile> LockFiles()
    {
        var files = new List<LockFile>();
        foreach (string directory in _directories)
        {
            try
            {
                foreach (string path in Directory.EnumerateFiles(directory, QtNativeKey.LockPrefix + "*").Take(MaxLockFiles))
                {
                    string name = Path.GetFileName(path);
                    if (QtKeyFile.TryParseName(name, out _, out string letters, out string hash) &&
                        QtKeyFile.TryKeyOf(path) is { } key)
                    {
                        files.Add(new LockFile(path, name, letters, hash, key));
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The directory does not exist or may not be listed: it has no lock files for us.
            }
        }

        return files;
    }

    private static DateTimeOffset? Time(long seconds) =>
        seconds > 0 ? DateTimeOffset.FromUnixTimeSeconds(Math.Min(seconds, 253402300799)) : null;

    private readonly record struct LockFile(string Path, string Name, string Letters, string Hash, int Key);
}
