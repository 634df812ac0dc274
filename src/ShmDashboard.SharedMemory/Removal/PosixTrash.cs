using System.Collections.Immutable;
using System.Globalization;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Removal;

/// <summary>
/// Removes POSIX segments so that it can be undone: the file is renamed into a directory of ours on the same file system.
/// Who has it mapped keeps it and goes on writing; putting it back restores name and content. Memory is freed only by
/// <see cref="Empty"/>. Thread-safe.
/// </summary>
/// <remarks>
/// Layout: <c>/dev/shm/.shmdashboard-trash-UID/MILLISECONDS/NAME</c>, directories 0700, MILLISECONDS since 1970 of the removal.
/// </remarks>
public sealed class PosixTrash
{
    private const uint OwnerOnly = 0x1C0; // 0700
    private const int OthersMayEnter = 0x3F; // 0077
    private const int MaxSlotsInOneMillisecond = 1000;

    private readonly string _directory;
    private readonly string _trash;
    private readonly TimeProvider _time;

    /// <param name="time">Dates removals.</param>
    /// <param name="posixDirectory">Where POSIX segments are files.</param>
    public PosixTrash(TimeProvider time, string posixDirectory = PosixFiles.Directory)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(posixDirectory);
        _time = time;
        _directory = posixDirectory.TrimEnd('/');
        _trash = string.Create(CultureInfo.InvariantCulture, $"{_directory}/{UnlistedNames.TrashPrefix}{LibC.GetEUid()}");
    }

    /// <summary>Takes a segment's name away and keeps the segment.</summary>
    /// <param name="segment">As it was looked at when the removal was decided; it must still be that file.</param>
    /// <exception cref="RemovalException">It is another file by now, or the kernel refuses. Nothing was removed.</exception>
    public TrashedSegment Remove(SegmentFacts segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        string name = segment.Posix?.FileName ?? throw new ArgumentException("Only POSIX segments have a name to take away.", nameof(segment));
        var subject = Sentence.Of($"POSIX segment '/{name}'");
        string path = $"{_directory}/{name}";
        Check(path, segment, subject);

        var now = _time.GetUtcNow();
        string slot = MakeSlot(now, subject);
        try
        {
            Rename(path, $"{_trash}/{slot}/{name}", Sentence.Of($"remove {subject}"));
        }
        catch (RemovalException)
        {
            TryRemoveSlot(slot);
            throw;
        }

        if (!FileStatus.TryGet($"{_trash}/{slot}/{name}", followLinks: false, out var moved, out _) || moved.Identity != segment.FileIdentity)
        {
            // Somebody put another file under the name between the look and the rename: that one goes back.
            Rename($"{_trash}/{slot}/{name}", path, Sentence.Of($"put back {subject}"));
            TryRemoveSlot(slot);
            throw new RemovalException(situationChanged: true,
                Sentence.Of($"Cannot remove {subject}: another file has its name now. Look again."));
        }

        return new TrashedSegment($"{slot}/{name}", name, moved.SizeBytes, now);
    }

    /// <summary>What can be put back, newest first.</summary>
    public ImmutableArray<TrashedSegment> List()
    {
        if (!IsOursAlone())
            return [];
        var found = ImmutableArray.CreateBuilder<TrashedSegment>();
        foreach (string slot in DirectoriesIn(_trash))
        {
            if (!long.TryParse(Path.GetFileName(slot).Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds) ||
                milliseconds > UnixTime.LastMillisecond)
                continue;
            foreach (string file in FilesIn(slot))
            {
                if (!FileStatus.TryGet(file, followLinks: false, out var status, out _))
                    continue;
                string name = Path.GetFileName(file);
                found.Add(new TrashedSegment(
                    $"{Path.GetFileName(slot)}/{name}", name, status.SizeBytes, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)));
            }
        }

        return [.. found.OrderByDescending(item => item.RemovedUtc)];
    }

    /// <summary>Puts one back under its old name.</summary>
    /// <param name="item"><see cref="TrashedSegment.Item"/>.</param>
    /// <exception cref="RemovalException">It is not in the trash, the name is taken by now, or the kernel refuses.</exception>
    public SegmentId Restore(string item)
    {
        var trashed = List().FirstOrDefault(other => other.Item == item) ?? throw new RemovalException(
            situationChanged: true, Sentence.Of($"Cannot put back '{item}': it is not in the trash any more. Look again."));
        Rename($"{_trash}/{item}", $"{_directory}/{trashed.Name}", Sentence.Of($"put back {Sentence.Of($"POSIX segment '/{trashed.Name}'")}"));
        TryRemoveSlot(Path.GetDirectoryName(item)!);
        return SegmentId.Posix(trashed.Name);
    }

    /// <summary>Frees everything in the trash for good; returns how many segments that were.</summary>
    /// <exception cref="RemovalException">The kernel refuses.</exception>
    public int Empty()
    {
        var items = List();
        foreach (var item in items)
        {
            int errno = KernelFile.Unlink($"{_trash}/{item.Item}");
            if (errno is not (0 or Errno.ENOENT))
                throw new RemovalException(situationChanged: false, Errno.Problem(Sentence.Of($"free '/{item.Name}'"), "unlink", errno));
            TryRemoveSlot(Path.GetDirectoryName(item.Item)!);
        }

        return items.Length;
    }

    private bool IsOursAlone() => FileStatus.TryGet(_trash, followLinks: false, out var trash, out _) &&
        trash.IsDirectory && trash.Uid == LibC.GetEUid() && (trash.Mode & OthersMayEnter) == 0;

    private static string[] DirectoriesIn(string trash)
    {
        try
        {
            return Directory.GetDirectories(trash);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    // Another dashboard of the same user may be emptying the trash.
    private static string[] FilesIn(string slot)
    {
        try
        {
            return Directory.GetFiles(slot);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    // An empty directory takes nothing and is never listed: that it stays is no failure of what was done.
    private void TryRemoveSlot(string slot)
    {
        try
        {
            Directory.Delete($"{_trash}/{slot}");
            // Fails while other slots are in it.
            Directory.Delete(_trash);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }

    private string MakeSlot(DateTimeOffset now, Sentence subject)
    {
        string stem = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        int errno = 0;
        int taken = 0;
        for (int attempt = 0; attempt < MaxSlotsInOneMillisecond; attempt++)
        {
            errno = MakeDirectory(_trash);
            if (errno is not (0 or Errno.EEXIST))
                break;
            if (!IsOursAlone())
            {
                // Another dashboard of the same user took the last item, and the empty trash, away just now: once more.
                if (!FileStatus.TryGet(_trash, followLinks: false, out _, out int missing) && missing == Errno.ENOENT)
                    continue;
                // Anybody may make a directory of that name first, and would then own what is moved into it.
                throw new RemovalException(situationChanged: false,
                    Sentence.Of($"Cannot remove {subject}: '{_trash}' is not a directory of yours alone. Have its owner or root remove it, then try again."));
            }

            string slot = taken == 0 ? stem : string.Create(CultureInfo.InvariantCulture, $"{stem}-{taken}");
            errno = MakeDirectory($"{_trash}/{slot}");
            if (errno == 0)
                return slot;
            if (errno == Errno.EEXIST)
                taken++;
            else if (errno != Errno.ENOENT)
                break;
        }

        throw new RemovalException(situationChanged: false, Errno.Problem(Sentence.Of($"remove {subject}"), "mkdir", errno, Sentence.Of($"its place in the trash would have been in '{_trash}'")));
    }

    private static unsafe int MakeDirectory(string path)
    {
        var bytes = PathBytes.Encode(path, stackalloc byte[PathBytes.ScratchLength]);
        fixed (byte* pointer = bytes)
            return LibC.MkDir(pointer, OwnerOnly) == 0 ? 0 : Errno.Last;
    }

    private static void Check(string path, SegmentFacts segment, Sentence subject)
    {
        if (!FileStatus.TryGet(path, followLinks: false, out var status, out int errno))
            throw new RemovalException(Errno.IsGone(errno), Errno.Problem(Sentence.Of($"remove {subject}"), "statx", errno));
        if (!status.IsRegular || status.Identity != segment.FileIdentity)
        {
            throw new RemovalException(situationChanged: true,
                Sentence.Of($"Cannot remove {subject}: another file has its name now. Look again."));
        }
    }

    private static unsafe void Rename(string from, string to, Sentence deed)
    {
        var fromBytes = PathBytes.Encode(from, stackalloc byte[PathBytes.ScratchLength]);
        var toBytes = PathBytes.Encode(to, stackalloc byte[PathBytes.ScratchLength]);
        fixed (byte* fromPointer = fromBytes, toPointer = toBytes)
        {
            if (LibC.RenameAt2(LibC.AT_FDCWD, fromPointer, LibC.AT_FDCWD, toPointer, LibC.RENAME_NOREPLACE) == 0)
                return;
        }

        int errno = Errno.Last;
        throw new RemovalException(Errno.IsGone(errno) || errno == Errno.EEXIST, Errno.Problem(deed, "rename", errno));
    }
}
