using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>
/// The locks on files, from one reading of <c>/proc/locks</c> (some 30 µs for 25 lines): who holds and who waits, by device and
/// inode. Immutable. Locks taken in a pid namespace we cannot see are missing (the kernel leaves them out).
/// </summary>
public sealed class FileLockTable
{
    private const int MaxLines = 65_536;

    /// <summary>What the kernel writes behind the path of an open file that has no name (d_path, fs/d_path.c).</summary>
    private const string UnnamedPathEnd = " (deleted)";

    private readonly Dictionary<(long, long), List<FileLock>> _byFile;

    private FileLockTable(Dictionary<(long, long), List<FileLock>> byFile) => _byFile = byFile;

    /// <summary>No locks.</summary>
    public static FileLockTable Empty { get; } = new([]);

    /// <summary>The table now; empty where the kernel does not tell.</summary>
    public static FileLockTable Read()
    {
        byte[] buffer = new byte[16 * 1024];
        int length = KernelFile.ReadAll("/proc/locks", ref buffer, out _);
        return Parse(buffer.AsSpan(0, Math.Max(length, 0)));
    }

    /// <summary>Pure: the table of a text; lines that are not understood are passed over.</summary>
    public static FileLockTable Parse(ReadOnlySpan<byte> text)
    {
        var byFile = new Dictionary<(long, long), List<FileLock>>();
        int lines = 0;
        foreach (var range in text.Split((byte)'\n'))
        {
            if (++lines > MaxLines)
                break;

            if (!FileLock.TryParse(text[range], out var found))
                continue;

            if (!byFile.TryGetValue(found.File, out var list))
                byFile.Add(found.File, list = []);

            list.Add(found);
        }

        return new FileLockTable(byFile);
    }

    /// <summary>The locks on a file, held and waited for, as listed.</summary>
    public ImmutableArray<FileLock> Of((long Device, long Inode) file) =>
        _byFile.TryGetValue(file, out var found) ? [.. found] : [];

    /// <summary>
    /// The held locks on a segment that is a file, each with who is blocked by it. A lock that belongs to an open file names no
    /// process: its holder is looked for.
    /// </summary>
    /// <param name="segment">Which; System V segments are no files and have none.</param>
    /// <param name="attachments">Who maps it.</param>
    /// <param name="holders">Names them.</param>
    public ImmutableArray<LockDetail> Describe(
        SegmentFacts segment, ImmutableArray<Attachment> attachments, OpenFileHolders holders)
    {
        ArgumentNullException.ThrowIfNull(segment);
        ArgumentNullException.ThrowIfNull(holders);
        if (segment.SystemV is not null || !_byFile.TryGetValue(segment.FileIdentity, out var locks))
            return [];

        string path = segment.Posix?.FileName ?? UnnamedPathEnd;
        return [.. locks.Where(held => !held.Blocked).Select(held => Describe(held, locks, path, attachments, holders))];
    }

    private static LockDetail Describe(
        FileLock held, List<FileLock> all, string pathPart, ImmutableArray<Attachment> attachments, OpenFileHolders holders)
    {
        var processes = holders.Processes;
        FileLock[] blocked = [.. all.Where(other => other.Blocked && other.Number == held.Number)];
        ProcessRef? named = held.Pid > 0 ? processes.Look(held.Pid) : null;

        // Open files are inherited: who took the lock may have gone, and its child holds it still.
        var holder = named is { Alive: true } || held.Kind == FileLockKind.Posix
            ? named
            : holders.Find(held, pathPart, attachments) ?? named;
        return new LockDetail
        {
            Kind = LockKind.FileLock,
            State = LockState.Held,
            Where = held.Describe(),
            Offset = held.FirstByte,
            LengthBytes = held.LastByte is { } last ? last - held.FirstByte + 1 : null,
            Shared = !held.Exclusive,
            Holder = holder,
            WaiterCount = blocked.Length,
            Waiters = [.. blocked.Where(waiter => waiter.Pid > 0).Select(waiter => processes.Look(waiter.Pid)).Distinct()],
            Problem = holder is null
                ? Sentence.Of($"The kernel does not name the holder of a lock that belongs to an open file, and none of the processes " +
                    $"that may be looked into has it.")
                : null,
        };
    }
}
