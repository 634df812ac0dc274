using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Kinds;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.SystemV;

/// <summary>The rows of <c>/proc/sysvipc/shm</c>, with what ties them to Qt. One text holds them all.</summary>
internal sealed class SystemVSegments(FindingContext context) : ISegmentSource
{
    private const string SystemVList = "/proc/sysvipc/shm";

    // No version of the key files: asked again next time.
    private const int Unknown = -1;

    private readonly Dictionary<int, KnownRow> _rows = [];
    private readonly List<int> _vanished = [];
    private readonly HashSet<int> _qtIdentities = [];
    private readonly List<SystemVRow> _parsed = [];
    private readonly Namesakes _namesakes = new();
    private readonly PeerDirectories _peerDirectories = new();
    private readonly Dictionary<int, ProcessSeen> _processes = [];
    private byte[] _buffer = new byte[64 * 1024];
    private byte[] _before = [];
    private int _length;
    private int _sweep;

    public void List(ImmutableArray<SegmentFacts>.Builder into)
    {
        ReadRows();
        ListRows(into);
        _namesakes.TellApart(into);
    }

    public SegmentFacts? Find(SegmentId id)
    {
        if (id.Scheme is not (SegmentScheme.Qt or SegmentScheme.SystemV))
            return null;

        var all = ImmutableArray.CreateBuilder<SegmentFacts>(_rows.Count + 1);
        List(all);
        foreach (var segment in all)
        {
            if (segment.Id == id || segment.Aliases.Contains(id))
                return segment;
        }

        string? fileName = id.Scheme == SegmentScheme.Qt ? QtNativeKey.FileName(id.Value, QtKeyPurpose.Segment) : null;
        return fileName is null ? null : all.FirstOrDefault(segment => segment.Qt is { } qt && LeadsTo(qt, fileName));
    }

    private static bool LeadsTo(QtIdentity qt, string fileName) =>
        (qt.KeyFilePath is { } path && Path.GetFileName(path.AsSpan()).SequenceEqual(fileName)) ||
        qt.CollidingPaths.Any(colliding => Path.GetFileName(colliding.AsSpan()).SequenceEqual(fileName));

    private void ReadRows()
    {
        (_before, _buffer) = (_buffer, _before.Length > 0 ? _before : new byte[_buffer.Length]);
        int before = _length;
        _length = Math.Max(KernelFile.ReadAll(SystemVList, ref _buffer, out _), 0);
        ReadOnlySpan<byte> text = _buffer.AsSpan(0, _length);
        if (text.SequenceEqual(_before.AsSpan(0, before)))
            return;

        _parsed.Clear();
        _qtIdentities.Clear();
        int newLine;
        while ((newLine = text.IndexOf((byte)'\n')) >= 0)
        {
            if (SystemVRow.TryParse(text[..newLine], out var row))
            {
                _parsed.Add(row);
                if ((uint)row.Key >> 24 == QtKeyFile.ProjectId)
                    _qtIdentities.Add(row.Key & QtKeyFile.IdentityMask);
            }

            text = text[(newLine + 1)..];
        }

        _parsed.Sort(static (a, b) => a.ShmId.CompareTo(b.ShmId));
    }

    private void ListRows(ImmutableArray<SegmentFacts>.Builder into)
    {
        _sweep++;
        _processes.Clear();
        if (HasStranger())
        {
            // Its key file was made before it, but maybe after the files were listed.
            context.KeyFiles.Refresh(context.Time.GetUtcNow());
            if (AskPeersOfStrangers())
                context.KeyFiles.Refresh(context.Time.GetUtcNow());
        }

        foreach (ref readonly var row in CollectionsMarshal.AsSpan(_parsed))
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, row.ShmId, out _);
            known ??= new KnownRow();
            if (known.Sweep == _sweep)
            {
                continue; // The list is not one snapshot: a row can come twice when others vanish meanwhile.
            }

            known.Sweep = _sweep;
            into.Add(FactsOf(row, known));
        }

        foreach ((int shmId, var known) in _rows)
        {
            if (known.Sweep != _sweep)
                _vanished.Add(shmId);
        }

        foreach (int shmId in _vanished)
            _rows.Remove(shmId);

        _vanished.Clear();
    }

    private bool HasStranger()
    {
        foreach (ref readonly var row in CollectionsMarshal.AsSpan(_parsed))
        {
            if (IsStranger(row))
                return true;
        }

        return false;
    }

    private bool IsStranger(in SystemVRow row) =>
        (uint)row.Key >> 24 == QtKeyFile.ProjectId && !row.MarkedForRemoval && context.KeyFiles.Find(row.Key).IsEmpty;

    /// <summary>Those who use a segment know where its key file is: their directories are searched too.</summary>
    private bool AskPeersOfStrangers()
    {
        bool any = false;
        foreach (ref readonly var row in CollectionsMarshal.AsSpan(_parsed))
        {
            if (!IsStranger(row))
                continue;

            any |= AskPeer(row.CreatorPid) | AskPeer(row.LastPid);
            foreach (var attachment in context.Attachments.Of(SegmentIdentity.SystemV(row.ShmId)))
                any |= AskPeer(attachment.Process.Pid);
        }

        return any;
    }

    private bool AskPeer(int pid)
    {
        bool any = false;
        if (pid != Environment.ProcessId && context.Processes.StartTicksOf(pid) is { } started)
        {
            foreach (var directory in _peerDirectories.Of(pid, started))
                any |= context.KeyFiles.AddPeer(directory);
        }

        return any;
    }

    /// <summary>
    /// The key files that lead to a key. While Qt programs come and go a file can be removed, and its inode given out again at
    /// once, between the listing of the files and that of the segments: then each file is asked again.
    /// </summary>
    private ImmutableArray<QtKeyFileEntry> KeyFilesOf(int systemVKey, out bool certain)
    {
        var listed = context.KeyFiles.Find(systemVKey);
        var found = listed.IsEmpty || context.KeyFiles.IsSettled
            ? listed
            : [.. listed.Where(file => QtKeyFile.LeadsTo(file.Path, file.Identity24))];
        certain = found.Length == listed.Length;
        return found;
    }

    private SegmentFacts FactsOf(in SystemVRow row, KnownRow known)
    {
        // A creator lived when the segment's metadata last changed, a last operator at the last attach or detach.
        var creator = See(row.CreatorPid).At(KernelRow.Time(row.ChangeTime) ?? DateTimeOffset.MaxValue);
        ProcessRef? last = row.LastPid == 0
            ? null
            : See(row.LastPid).At(KernelRow.Time(Math.Max(row.AttachTime, row.DetachTime)) ?? DateTimeOffset.MaxValue);
        bool identityFree = !_qtIdentities.Contains(row.Key & QtKeyFile.IdentityMask);
        if (known.Facts is { } facts && known.Row == row && known.KeyFiles == context.KeyFiles.Version &&
            known.IdentityFree == identityFree && facts.Creator == creator && facts.SystemV?.LastOperator == last)
        {
            return facts;
        }

        if (known.Facts is null || known.KeyFiles != context.KeyFiles.Version || known.Row.Key != row.Key ||
            known.IdentityFree != identityFree)
        {
            bool certain = true;
            known.Qt = row.MarkedForRemoval || row.Key == 0
                ? null
                : Identify(row, KeyFilesOf(row.Key, out certain), identityFree);
            known.KeyFiles = certain ? context.KeyFiles.Version : Unknown;
        }

        known.Row = row;
        known.IdentityFree = identityFree;
        known.Facts = Build(row, known.Qt, creator, last);
        return known.Facts;
    }

    // Once a sweep: most of thousands were made by few.
    private ProcessSeen See(int pid)
    {
        ref var seen = ref CollectionsMarshal.GetValueRefOrAddDefault(_processes, pid, out bool known);
        return known ? seen : seen = context.Processes.See(pid);
    }

    private SegmentFacts Build(in SystemVRow row, QtIdentity? qt, ProcessRef creator, ProcessRef? last)
    {
        var number = SegmentId.SystemV(row.ShmId);
        (var id, var aliases) = qt switch
        {
            { Key: { } key } => (SegmentId.Qt(key), Aliases(number, qt)),
            _ => (number, qt is null ? [] : Aliases(null, qt)),
        };
        return new SegmentFacts
        {
            Id = id,
            Aliases = aliases,
            Kind = SegmentKind.SystemV,
            Name = NameOf(row, qt),
            SizeBytes = row.SizeBytes,
            ResidentBytes = row.ResidentBytes,
            Mode = row.Permissions & 0x1ff,
            OwnerUid = row.Uid,
            OwnerGid = row.Gid,
            OwnerName = context.Users.Of(row.Uid),
            CreatorUid = row.CreatorUid,
            Creator = creator,
            AttachCount = (int)Math.Min(row.AttachCount, int.MaxValue),
            ChangedUtc = KernelRow.Time(row.ChangeTime),
            SystemV = new SystemVFacts
            {
                ShmId = row.ShmId,
                Key = row.Key,
                LastOperator = last,
                LastAttachUtc = KernelRow.Time(row.AttachTime),
                LastDetachUtc = KernelRow.Time(row.DetachTime),
                MarkedForRemoval = row.MarkedForRemoval,
            },
            Qt = qt,
        };
    }

    private ImmutableArray<SegmentId> Aliases(SegmentId? number, QtIdentity qt)
    {
        var aliases = ImmutableArray.CreateBuilder<SegmentId>();
        if (number is { } sysv)
            aliases.Add(sysv);

        foreach (string path in qt.CollidingPaths)
        {
            if (path != qt.KeyFilePath &&
                QtKeyFile.TryParseName(Path.GetFileName(path), out _, out string letters, out string hash) &&
                context.Keys.Resolve(letters, hash) is { } other && other != qt.Key && !aliases.Contains(SegmentId.Qt(other)))
            {
                aliases.Add(SegmentId.Qt(other));
            }
        }

        return aliases.DrainToImmutable();
    }

    /// <summary>
    /// Pure: what ties a row to Qt. By the low 24 bits of the key, since some Qt 5 used other project ids; but such a
    /// stranger counts only while no segment with the usual 0x51 claims the same file.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="files">The key files with the same 24 bits.</param>
    /// <param name="identityFree">No row with project id 0x51 has these 24 bits.</param>
    internal static QtIdentity? Identify(
        in SystemVRow row, ImmutableArray<QtKeyFileEntry> files, bool identityFree)
    {
        bool usual = (uint)row.Key >> 24 == QtKeyFile.ProjectId;
        ImmutableArray<QtKeyFileEntry> candidates = [.. files.Where(file => file.IsLegacy)];
        if (candidates.IsEmpty && usual)
            candidates = files;

        if (candidates.IsEmpty || (!usual && !identityFree))
            return usual ? new QtIdentity { KeyFile = QtKeyFileState.Missing } : null;

        // Of colliding files the likeliest is the one made last before the segment: create() makes the file just then.
        long made = row.ChangeTime;
        var best = candidates.MinBy(file =>
        {
            double age = made - file.MadeUtc.ToUnixTimeSeconds();
            return age >= -1 ? Math.Abs(age) : 1e12 - age;
        })!;
        return new QtIdentity
        {
            Key = best.Key,
            Letters = best.Letters,
            KeyHash = best.Hash,
            KeyFilePath = best.Path,
            LockFilePath = QtKeyFile.LockPathOf(best.Path),
            KeyFile = candidates.Length > 1 ? QtKeyFileState.Colliding : QtKeyFileState.Matched,
            Place = best.Peer switch
            {
                null => QtKeyFilePlace.Usual,
                { FileTree: null } => QtKeyFilePlace.OtherDirectory,
                _ => QtKeyFilePlace.OtherRoot,
            },
            TheirDirectory = best.Peer?.Named,
            LearntFromPid = best.Peer?.Pid,
            CollidingPaths = candidates.Length > 1 ? [.. candidates.Select(file => file.Path)] : [],
        };
    }

    private static string NameOf(in SystemVRow row, QtIdentity? qt)
    {
        if (qt?.Key is { } key)
            return VisibleText.Of(key);

        if (qt?.KeyHash is { } hash)
            return QtNativeKey.Shortened(qt.Letters, hash);

        return qt is { Letters.Length: > 0 }
            ? VisibleText.Of(qt.Letters)
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{row.ShmId}");
    }

    private sealed class KnownRow
    {
        internal int Sweep { get; set; }
        internal SystemVRow Row { get; set; }
        internal int KeyFiles { get; set; }
        internal bool IdentityFree { get; set; }
        internal QtIdentity? Qt { get; set; }
        internal SegmentFacts? Facts { get; set; }
    }
}
