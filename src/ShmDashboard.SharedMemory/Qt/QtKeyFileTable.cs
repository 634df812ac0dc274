using System.Collections.Immutable;
using System.IO.Enumeration;
using ShmDashboard.SharedMemory.Interop;

namespace ShmDashboard.SharedMemory.Qt;

/// <summary>
/// The key files of all directories where Qt programs put them, by the 24 bits that ftok uses. A directory is listed
/// again only when its modification time moved: a name cannot come to mean another file without that.
/// Not thread-safe: its owner's lock guards it.
/// </summary>
internal sealed class QtKeyFileTable
{
    // A change within the same tick of the file system's clock as our listing would not move the time again.
    private static readonly TimeSpan s_clockGrain = TimeSpan.FromMilliseconds(50);

    // Runtime directories hold sockets and little else; in a crowded one only legacy names are looked for.
    private const int MaxOtherFiles = 256;

    private const int MaxPeerDirectories = 64;

    private readonly QtKeyRing _keys;
    private readonly List<Source> _sources = [];
    private Dictionary<int, ImmutableArray<QtKeyFileEntry>> _byIdentity = [];
    private int _keysVersion = -1;

    /// <param name="directories">Where legacy key files may be.</param>
    /// <param name="runtimeDirectories">Where besides any empty file may be a key file (Qt 6.6+).</param>
    /// <param name="keys">What turns hashes into keys.</param>
    internal QtKeyFileTable(
        IEnumerable<string> directories, IEnumerable<string> runtimeDirectories, QtKeyRing keys)
    {
        _keys = keys;
        foreach (string directory in directories)
            AddSource(directory, anyEmptyFile: false);

        foreach (string directory in runtimeDirectories)
            AddSource(directory, anyEmptyFile: true);
    }

    /// <summary>Moves with every change of what <see cref="Find"/> may answer.</summary>
    internal int Version { get; private set; }

    /// <summary>Every file, of segments and of locks, in the order of the directories.</summary>
    internal ImmutableArray<FoundKeyFile> All =>
    [
        .. _sources.SelectMany(source => source.Entries).DistinctBy(entry => entry.Path)
            .Select(entry => new FoundKeyFile(entry.Path, entry.Purpose, (QtKeyFile.ProjectId << 24) | entry.Identity24)),
    ];

    /// <summary>The directories that could be looked into.</summary>
    internal ImmutableArray<string> Directories => [.. _sources.Where(source => source.Readable).Select(source => source.Path)];

    /// <summary>No directory changed just before it was listed.</summary>
    internal bool IsSettled => _sources.TrueForAll(source => source.Listed is not null || source.Entries.Count == 0);

    /// <summary>The files that lead to a key with these low 24 bits; empty when there are none.</summary>
    internal ImmutableArray<QtKeyFileEntry> Find(int systemVKey) =>
        _byIdentity.GetValueOrDefault(systemVKey & QtKeyFile.IdentityMask) is { IsDefault: false } found ? found : [];

    /// <summary>Searches a directory that a process uses, from the next refresh on.</summary>
    /// <returns>Whether there is anything new to search.</returns>
    internal bool AddPeer(PeerDirectory directory)
    {
        var known = _sources.Find(source => source.Path == directory.Path ||
            (directory.FileTree is not null && source.Peer is { } peer &&
                peer.FileTree == directory.FileTree && peer.Named == directory.Named));
        if (known is not null)
        {
            // In a usual directory a native key file may have any name, too.
            bool more = !known.AnyEmptyFile;
            known.AnyEmptyFile = true;
            if (more)
                (known.Listed, known.ListedUtc) = (null, default);

            return more;
        }

        if (_sources.Count(source => source.Peer is not null) >= MaxPeerDirectories &&
            _sources.RemoveAll(source => source.Peer is not null && source.Entries.Count == 0) == 0)
        {
            return false;
        }

        _sources.Add(new Source(directory.Path) { AnyEmptyFile = true, Peer = directory });
        return true;
    }

    /// <summary>Looks whether anything changed, and lists again what did.</summary>
    /// <param name="nowUtc">The time.</param>
    /// <param name="patience">
    /// How old a directory's list may be although the directory changed since. Who waits like this has to ask the files that are
    /// found themselves (<see cref="IsSettled"/>), and for what is not found to refresh without patience. Where programs make and
    /// remove files all the time every look would list the directory anew.
    /// </param>
    internal void Refresh(DateTimeOffset nowUtc, TimeSpan patience = default)
    {
        bool changed = false;
        foreach (var source in _sources)
            changed |= RefreshSource(source, nowUtc, patience);

        _sources.RemoveAll(source => source is { Gone: true, Peer: not null });

        int keysVersion = _keys.Version;
        if (!changed && keysVersion == _keysVersion)
            return;

        _keysVersion = keysVersion;
        _byIdentity = Group(_sources.SelectMany(source => source.Entries)
            .Select(entry => entry.Hash is { } hash ? entry with { Key = _keys.Resolve(entry.Letters, hash) } : entry));
        Version++;
    }

    /// <summary>Pure: files of segments by identity; the same file (one directory under two names) counts once.</summary>
    internal static Dictionary<int, ImmutableArray<QtKeyFileEntry>> Group(IEnumerable<QtKeyFileEntry> entries) =>
        entries.Where(entry => entry.Purpose != QtKeyPurpose.Lock).DistinctBy(entry => entry.Path)
            .DistinctBy(entry => entry.File == default ? (default, entry.Path) : (entry.File, Path.GetFileName(entry.Path)))
            .GroupBy(entry => entry.Identity24)
            .ToDictionary(group => group.Key, group => group.OrderBy(e => e.Path, StringComparer.Ordinal).ToImmutableArray());

    private void AddSource(string directory, bool anyEmptyFile)
    {
        if (string.IsNullOrEmpty(directory) || !directory.StartsWith('/'))
            return;

        string path = KernelFile.RealPath(directory) ?? directory.TrimEnd('/');
        var known = _sources.Find(source => source.Path == path);
        if (known is null)
            _sources.Add(new Source(path) { AnyEmptyFile = anyEmptyFile });
        else
            known.AnyEmptyFile |= anyEmptyFile;
    }

    private static bool RefreshSource(Source source, DateTimeOffset nowUtc, TimeSpan patience)
    {
        if (!FileStatus.TryGet(source.Path, followLinks: true, out var status, out _) || !status.IsDirectory)
        {
            bool had = source.Entries.Count > 0;
            source.Entries.Clear();
            source.Listed = null;
            source.Readable = false;
            source.Gone = true;
            return had;
        }

        source.Gone = false;
        (long, long, DateTimeOffset) state = (status.Identity.Device, status.Identity.Inode, status.ModifiedUtc);
        if (source.Listed == state)
            return false;

        source.Listed = null;
        var age = nowUtc - source.ListedUtc;
        if (age >= TimeSpan.Zero && age < patience)
            return false;

        if (TryListDirectory(source) is not { } entries)
        {
            return false; // As with no file descriptor left: what was known may well be so still.
        }

        source.ListedUtc = nowUtc;

        // Nothing is remembered of a directory that changed just now, or meanwhile: it is listed again next time.
        if (nowUtc - status.ModifiedUtc > s_clockGrain &&
            FileStatus.TryGet(source.Path, followLinks: true, out var after, out _) && after.ModifiedUtc == status.ModifiedUtc)
        {
            source.Listed = state;
        }

        if (entries.SequenceEqual(source.Entries))
            return false;

        source.Entries.Clear();
        source.Entries.AddRange(entries);
        return true;
    }

    private static List<QtKeyFileEntry>? TryListDirectory(Source source)
    {
        var entries = new List<QtKeyFileEntry>();
        try
        {
            List(source, entries);
            source.Readable = true;
        }
        catch (UnauthorizedAccessException)
        {
            entries.Clear(); // It may not be listed: it has no key files for us.
            source.Readable = false;
        }
        catch (IOException)
        {
            return null;
        }

        entries.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return entries;
    }

    private static void List(Source source, List<QtKeyFileEntry> entries)
    {
        int others = 0;
        var names = new FileSystemEnumerable<string>(
            source.Path,
            (ref FileSystemEntry entry) => entry.FileName.ToString(),
            new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = true })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                entry.FileName.StartsWith(QtNativeKey.SegmentPrefix, StringComparison.Ordinal) ||
                entry.FileName.StartsWith(QtNativeKey.LockPrefix, StringComparison.Ordinal) ||
                (source.AnyEmptyFile && !entry.IsDirectory && ++others <= MaxOtherFiles),
        };
        foreach (string name in names)
        {
            if (Read(source.Path, name) is { } entry)
                entries.Add(entry with { Peer = source.Peer });
        }
    }

    private static QtKeyFileEntry? Read(string directory, string name)
    {
        bool legacy = QtKeyFile.TryParseName(name, out var purpose, out string letters, out string hash);
        string path = directory == "/" ? "/" + name : directory + "/" + name;
        if ((!legacy && name.StartsWith(QtNativeKey.LockPrefix, StringComparison.Ordinal)) ||
            !FileStatus.TryGet(path, followLinks: true, out var status, out _) ||
            (!legacy && (!status.IsRegular || status.SizeBytes != 0)))
        {
            return null;
        }

        return new QtKeyFileEntry(
            path, legacy ? letters : name, legacy ? hash : null, QtKeyFile.KeyOf(status) & QtKeyFile.IdentityMask,
            status.BirthUtc ?? status.ModifiedUtc, null) 
        {
            File = status.Identity,
            Purpose = legacy ? purpose : null,
        };
    }

    private sealed class Source(string path)
    {
        internal string Path { get; } = path;
        internal bool AnyEmptyFile { get; set; }
        internal PeerDirectory? Peer { get; init; }
        internal bool Gone { get; set; }
        internal bool Readable { get; set; }
        internal (long, long, DateTimeOffset)? Listed { get; set; }
        internal DateTimeOffset ListedUtc { get; set; }
        internal List<QtKeyFileEntry> Entries { get; } = [];
    }
}
