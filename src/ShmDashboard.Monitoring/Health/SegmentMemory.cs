using System.Collections.Immutable;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Health;

/// <summary>
/// What can be known only by having seen it before: what a segment was called before its key was taken away, when somebody
/// left it before we looked into it, and which set a lock's file led to before it was made anew. Forgets what does not exist
/// any more. For one caller at a time.
/// </summary>
internal sealed class SegmentMemory(int ownPid)
{
    private readonly Dictionary<int, DateTimeOffset> _detaches = [];
    private readonly Dictionary<int, string> _names = [];
    private readonly Dictionary<string, HashSet<int>> _sets = new(StringComparer.Ordinal);
    private readonly Dictionary<SegmentIdentity, DateTimeOffset> _files = [];
    private readonly Dictionary<SegmentIdentity, DateTimeOffset> _lost = [];
    private readonly Dictionary<SegmentIdentity, DateTimeOffset> _mapped = [];
    private ImmutableArray<SegmentRow> _remembered;

    /// <summary>Takes the rows in.</summary>
    public void Remember(ImmutableArray<SegmentRow> rows)
    {
        // A list of which nothing changed is the same array.
        if (rows == _remembered)
            return;
        _remembered = rows;
        foreach (var row in rows.Where(row => !row.Gone))
        {
            if (row.Facts is { SystemV: { ShmId: var shmId, Key: not 0 } })
                _names[shmId] = row.Facts.Name;
            if (row.Facts is { SystemV: { ShmId: var number, LastDetachUtc: { } left } } && !Onlooker.WasLast(row.Facts, ownPid))
                _detaches[number] = left;
            // Of colliding files now the one, now the other may be taken for the right one: that proves nothing.
            if (row is { Facts.Qt: { KeyFile: QtKeyFileState.Matched, LockFilePath: { } path }, Lock.SemaphoreId: { } set })
                (_sets.TryGetValue(path, out var sets) ? sets : _sets[path] = []).Add(set);
        }
    }

    /// <summary>What those of the rows that have no key any more were called.</summary>
    public ImmutableDictionary<int, string> FormerNames(ImmutableArray<SegmentRow> rows)
    {
        var there = rows.Select(row => row.Facts.SystemV?.ShmId).OfType<int>().ToHashSet();
        foreach (int gone in _names.Keys.Where(shmId => !there.Contains(shmId)).ToArray())
            _names.Remove(gone);
        return rows
            .Where(row => row is { Gone: false, Facts.SystemV: { MarkedForRemoval: true, Key: 0, ShmId: var shmId } } &&
                _names.ContainsKey(shmId))
            .ToImmutableDictionary(row => row.Facts.SystemV!.ShmId, row => _names[row.Facts.SystemV!.ShmId]);
    }

    /// <summary>
    /// POSIX files that are mapped and have no name any more: such whose name another file has now, and such as had one for a
    /// while. Many programs take the name away as soon as all have opened it; that is no loss.
    /// </summary>
    public ImmutableArray<LostFile> LostFiles(ImmutableArray<SegmentRow> rows, ImmutableArray<UnnamedMemory> unnamed, DateTimeOffset now)
    {
        var unlinked = unnamed.Where(memory => memory.Origin == UnnamedOrigin.Unlinked && !memory.Attachments.IsEmpty).ToArray();
        foreach (var row in rows.Where(row => row is { Gone: false, Facts.Posix: not null, Attached.IsEmpty: false }))
            _files.TryAdd(row.Facts.Identity, now);
        if (_files.Count == 0 && unlinked.Length == 0)
        {
            _lost.Clear();
            return [];
        }

        var names = rows.Where(row => !row.Gone).Select(row => row.Facts.Posix?.FileName).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var lost = unlinked.Where(file => !file.Label.StartsWith(PosixFiles.SemaphorePrefix, StringComparison.Ordinal) && (names.Contains(file.Label) ||
            (_files.TryGetValue(file.Identity, out var seen) && (_lost.ContainsKey(file.Identity) || now - seen >= HealthLimits.MappingsSettled))))
            .ToArray();
        foreach (var gone in _files.Keys.Except(rows.Select(row => row.Facts.Identity)).Except(unlinked.Select(file => file.Identity)).ToArray())
            _files.Remove(gone);
        foreach (var gone in _lost.Keys.Except(lost.Select(file => file.Identity)).ToArray())
            _lost.Remove(gone);
        foreach (var file in lost)
            _lost.TryAdd(file.Identity, now);
        return [.. lost.Select(file => new LostFile(
            file.Label, SegmentId.MemFd(file.Attachments[0].Process.Pid, file.Identity.File.Inode), [.. file.Attachments.Select(user => user.Process).DistinctBy(user => user.Pid)], _lost[file.Identity]))];
    }

    /// <summary>When each of the POSIX rows was last seen mapped: no kernel tells it afterwards.</summary>
    public ImmutableDictionary<SegmentId, DateTimeOffset> LastMapped(ImmutableArray<SegmentRow> rows, DateTimeOffset now)
    {
        foreach (var row in rows.Where(row => row is { Gone: false, Facts.Posix: not null, Attached.IsEmpty: false }))
            _mapped[row.Facts.Identity] = now;
        var there = rows.Where(row => _mapped.ContainsKey(row.Facts.Identity)).ToArray();
        foreach (var gone in _mapped.Keys.Except(there.Select(row => row.Facts.Identity)).ToArray())
            _mapped.Remove(gone);
        return there.ToImmutableDictionary(row => row.Id, row => _mapped[row.Facts.Identity]);
    }

    /// <summary>When somebody else than we last detached from each of the rows, as far as it was seen.</summary>
    public ImmutableDictionary<int, DateTimeOffset> Detaches(ImmutableArray<SegmentRow> rows)
    {
        var there = rows.Select(row => row.Facts.SystemV?.ShmId).OfType<int>().ToHashSet();
        foreach (int gone in _detaches.Keys.Where(shmId => !there.Contains(shmId)).ToArray())
            _detaches.Remove(gone);
        return _detaches.ToImmutableDictionary();
    }

    /// <summary>Locks that were made anew while the set behind the old file is still there.</summary>
    public ImmutableArray<LockSuccession> Successions(ImmutableArray<SegmentRow> rows, ImmutableArray<SemaphoreSetRow> sets)
    {
        var there = sets.ToLookup(set => set.Id);
        foreach (var (path, ids) in _sets.ToArray())
        {
            if (ids.RemoveWhere(id => !there.Contains(id)) > 0)
                _remembered = default;
            if (ids.Count == 0)
                _sets.Remove(path);
        }

        return
        [
            .. from row in rows
               where row is { Gone: false, Facts.Qt.LockFilePath: not null, Lock.SemaphoreId: not null }
               let path = row.Facts.Qt!.LockFilePath
               let now = row.Lock.SemaphoreId!.Value
               where _sets.ContainsKey(path) && there.Contains(now)
               from old in _sets[path].Where(id => id != now).Order()
               select new LockSuccession(row.Id, row.Facts.Name, path, there[old].First(), there[now].First()),
        ];
    }
}
