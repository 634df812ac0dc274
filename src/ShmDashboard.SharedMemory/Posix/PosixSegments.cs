using System.Collections.Immutable;
using System.IO.Enumeration;
using System.Text;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Kinds;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.Posix;

/// <summary>The files of <c>/dev/shm</c>, but for semaphores.</summary>
internal sealed class PosixSegments(FindingContext context) : ISegmentSource
{
    private static readonly TimeSpan s_clockGrain = TimeSpan.FromMilliseconds(50);

    private Dictionary<string, KnownFile> _files = new(StringComparer.Ordinal);
    private List<KnownFile> _filesInOrder = [];
    private (long Device, long Inode, DateTimeOffset Modified)? _listed;
    private int _keysUsed;

    public SegmentFacts? Find(SegmentId id)
    {
        string? name = id.Scheme switch
        {
            SegmentScheme.Posix => id.Value,
            SegmentScheme.Qt => QtNativeKey.FileName(id.Value, QtKeyPurpose.Segment),
            _ => null,
        };
        if (name is null or "" or "." or ".." || name.Contains('/', StringComparison.Ordinal) ||
            name.StartsWith(PosixFiles.SemaphorePrefix, StringComparison.Ordinal))
        {
            return null;
        }

        var file = _files.GetValueOrDefault(name) ?? new KnownFile(name, context.PosixDirectory);
        bool isThere = FileStatus.TryGet(file.PathBytes, followLinks: false, out var status, out _) && status.IsRegular;
        return Take(file, isThere, status, keysChanged: true);
    }

    public void List(ImmutableArray<SegmentFacts>.Builder into)
    {
        if (!FileStatus.TryGet(context.PosixDirectory, followLinks: true, out var directory, out _))
            return;

        (long, long, DateTimeOffset) state = (directory.Identity.Device, directory.Identity.Inode, directory.ModifiedUtc);
        if (_listed != state)
        {
            // Nothing is remembered of a directory that changed within the grain of the file system's clock.
            _listed = context.Time.GetUtcNow() - directory.ModifiedUtc > s_clockGrain ? state : null;
            ListFiles();
        }

        // From the directory on, the kernel has one name to look up instead of three.
        using var place = _filesInOrder.Count > 0 ? KernelFile.TryOpen(context.PosixDirectory, LibC.O_PATH | LibC.O_CLOEXEC, 0, out _) : null;
        int keys = context.Keys.Version;
        foreach (var file in _filesInOrder)
        {
            bool isThere = place is null
                ? FileStatus.TryGet(file.PathBytes, followLinks: false, out var status, out _)
                : FileStatus.TryGet(place, file.NameBytes, out status, out _);
            if (Take(file, isThere && status.IsRegular, status, keys != _keysUsed) is { } facts)
                into.Add(facts);
        }

        _keysUsed = keys;
    }

    private SegmentFacts? Take(KnownFile file, bool isThere, in FileStatus status, bool keysChanged)
    {
        if (!isThere)
        {
            file.Facts = null;
        }
        else if (file.Facts is null || file.Status != status || (keysChanged && file.Hash is not null))
        {
            file.Status = status;
            file.Facts = Build(file, status);
        }

        return file.Facts;
    }

    private void ListFiles()
    {
        var before = _files;
        var byName =
            before.GetAlternateLookup<ReadOnlySpan<char>>();
        _files = new Dictionary<string, KnownFile>(before.Count + 4, StringComparer.Ordinal);
        var names = new FileSystemEnumerable<KnownFile>(
            context.PosixDirectory,
            (ref FileSystemEntry entry) => byName.TryGetValue(entry.FileName, out var known)
                ? known
                : new KnownFile(entry.FileName.ToString(), context.PosixDirectory),
            new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = true })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                !entry.FileName.StartsWith(PosixFiles.SemaphorePrefix, StringComparison.Ordinal) && !entry.IsDirectory,
        };
        try
        {
            foreach (var file in names)
                _files.TryAdd(file.Name, file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // No such directory, or not ours to list: then there are no POSIX segments that we can see.
            _files.Clear();
        }

        _filesInOrder = [.. _files.Values];
        _filesInOrder.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
    }

    private SegmentFacts Build(KnownFile file, in FileStatus status)
    {
        var qt = file.Hash is not { } hash
            ? null
            : new QtIdentity
            {
                Key = context.Keys.Resolve(file.Letters, hash),
                Letters = file.Letters,
                KeyHash = hash,
                LockFilePath = "/" + QtNativeKey.LockNameOf(file.Name),
                KeyFile = QtKeyFileState.Matched,
            };
        var posix = SegmentId.Posix(file.Name);
        return new SegmentFacts
        {
            Id = qt?.Key is { } key ? SegmentId.Qt(key) : posix,
            Aliases = qt?.Key is null ? [] : [posix],
            Kind = SegmentKind.Posix,
            Name = VisibleText.Of(qt is null ? "/" + file.Name : qt.Key ?? QtNativeKey.Shortened(qt.Letters, qt.KeyHash!)),
            SizeBytes = status.SizeBytes,
            ResidentBytes = status.AllocatedBytes,
            Mode = status.Mode & 0x1ff,
            OwnerUid = status.Uid,
            OwnerGid = status.Gid,
            OwnerName = context.Users.Of(status.Uid),
            CreatorUid = status.Uid,
            ChangedUtc = status.BirthUtc ?? status.ChangedUtc,
            ModifiedUtc = status.ModifiedUtc,
            FileIdentity = status.Identity,
            Posix = new PosixFacts(file.Name),
            Qt = qt,
        };
    }

    private sealed class KnownFile
    {
        private readonly int _nameAt;

        internal KnownFile(string name, string directory)
        {
            Name = name;
            _nameAt = Encoding.UTF8.GetByteCount(directory) + 1;
            PathBytes = Encoding.UTF8.GetBytes(directory + "/" + name + "\0");
            if (QtKeyFile.TryParseName(name, out var purpose, out string letters, out string hash) &&
                purpose == QtKeyPurpose.Segment)
            {
                Letters = letters;
                Hash = hash;
            }
        }

        internal string Name { get; }
        internal byte[] PathBytes { get; }
        internal ReadOnlySpan<byte> NameBytes => PathBytes.AsSpan(_nameAt);
        internal string Letters { get; } = "";
        internal string? Hash { get; }
        internal FileStatus Status { get; set; }
        internal SegmentFacts? Facts { get; set; }
    }
}
