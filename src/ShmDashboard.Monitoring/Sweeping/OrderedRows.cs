using System.Collections.Immutable;
using ShmDashboard.Monitoring.Segments;

namespace ShmDashboard.Monitoring.Sweeping;

/// <summary>
/// The rows in the order in which they are listed. Made anew ten times a second while anything changes, and of thousands of rows it
/// is a few that do: what did not change keeps its place, and an array of which nothing changed is the same. Not thread-safe.
/// </summary>
/// <param name="registry">Whose rows.</param>
internal sealed class OrderedRows(SegmentRegistry registry)
{
    private long _version = -1;
    private SegmentTracker[] _silent = [];
    private SegmentTracker[] _listed = [];
    private SegmentRow[] _rows = [];

    /// <summary>Those of segments that have a name.</summary>
    public ImmutableArray<SegmentRow> Named { get; private set; } = [];

    /// <summary>Those of memory without a name.</summary>
    public ImmutableArray<SegmentRow> Unnamed { get; private set; } = [];

    /// <summary>And of these such in which locks are known.</summary>
    public ImmutableArray<SegmentRow> UnnamedWithLocks { get; private set; } = [];

    /// <summary>Takes the rows as they are now.</summary>
    public void Refresh()
    {
        long version = registry.Version;
        if (version != _version || !TryReplace(out bool changed))
        {
            Order();
            changed = true;
        }

        _version = version;
        if (!changed)
            return;
        int named = Array.FindIndex(_rows, row => row.Facts.Unnamed is not null);
        Named = Same(Named, named < 0 ? _rows : _rows.Where(row => row.Facts.Unnamed is null));
        Unnamed = named < 0 ? [] : Same(Unnamed, _rows.Where(row => row.Facts.Unnamed is not null));
        UnnamedWithLocks = [.. Unnamed.Where(row => !row.OtherLocks.IsEmpty)];
    }

    // Whether every row that is another stays in its place.
    private bool TryReplace(out bool changed)
    {
        changed = false;
        foreach (var tracker in _silent)
        {
            if (tracker.Row is { Gone: false })
                return false;
        }

        for (int i = 0; i < _listed.Length; i++)
        {
            var row = _listed[i].Row;
            if (ReferenceEquals(row, _rows[i]))
                continue;
            if (row is not { Gone: false } || !IsInPlaceOf(row, _rows[i]))
                return false;
            _rows[i] = row;
            changed = true;
        }

        return true;
    }

    private static bool IsInPlaceOf(SegmentRow row, SegmentRow before) => ReferenceEquals(row.Facts, before.Facts) ||
        (row.Facts.Qt is null == before.Facts.Qt is null && row.Facts.Kind == before.Facts.Kind &&
            row.Facts.Name == before.Facts.Name && row.Facts.SystemV?.ShmId == before.Facts.SystemV?.ShmId);

    private void Order()
    {
        var all = registry.All();
        // Each is asked once: a row that changes meanwhile is seen with the next list.
        var found = all.Select(tracker => (Tracker: tracker, tracker.Row)).ToArray();
        var listed = found.Where(pair => pair.Row is { Gone: false })
            .OrderBy(pair => pair.Row!.Facts.Qt is null).ThenBy(pair => pair.Row!.Facts.Kind).ThenBy(pair => pair.Row!.Facts.Name, StringComparer.Ordinal)
            .ThenBy(pair => pair.Row!.Facts.SystemV?.ShmId).ToArray();
        _listed = [.. listed.Select(pair => pair.Tracker)];
        _rows = [.. listed.Select(pair => pair.Row!)];
        _silent = [.. found.Where(pair => pair.Row is not { Gone: false }).Select(pair => pair.Tracker)];
    }

    private static ImmutableArray<SegmentRow> Same(ImmutableArray<SegmentRow> before, IEnumerable<SegmentRow> now)
    {
        ImmutableArray<SegmentRow> fresh = [.. now];
        return before.AsSpan().SequenceEqual(fresh.AsSpan(), ReferenceEqualityComparer.Instance) ? before : fresh;
    }
}
