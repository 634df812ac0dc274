using System.Collections.Immutable;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Components.Overview;

/// <summary>
/// Brings each row of the list what is new of its own segment, past the table: a table renders all that is in sight whenever
/// it renders at all. Used by one page, in its renderer's context only.
/// </summary>
public sealed class SegmentRowFeed
{
    private readonly Dictionary<SegmentId, Action> _followers = [];
    private Dictionary<SegmentId, SegmentRow> _rows = [];
    private ImmutableArray<SegmentRow> _taken = [];

    /// <summary>Why a segment's picture cannot be painted; null when it can.</summary>
    public Func<SegmentId, string?> ProblemOf { get; init; } = _ => null;

    /// <summary>Whether a segment was marked with a star.</summary>
    public Func<SegmentId, bool> IsFavourite { get; init; } = _ => false;

    /// <summary>Marks it, or not any more.</summary>
    public Action<SegmentId>? MarkRequested { get; init; }

    /// <summary>What is known of a segment; null when it is not in the list any more.</summary>
    public SegmentRow? Find(SegmentId id) => _rows.GetValueOrDefault(id);

    /// <summary>Takes the newest rows and tells those who follow one that has changed.</summary>
    public void Update(ImmutableArray<SegmentRow> rows)
    {
        if (rows == _taken) return;
        var before = _taken;
        _taken = rows;
        var changed = SegmentList.HaveSameSegments(before, rows) ? TakeChanged(before, rows) : TakeAll(rows);
        foreach (var follower in changed) follower();
    }

    /// <summary>Tells every follower to look: pictures can, or cannot, be painted any more, or other segments are marked.</summary>
    public void MarksChanged()
    {
        foreach (var changed in _followers.Values.ToArray()) changed();
    }

    /// <summary>Follows a segment until the answer is disposed. One follower a segment: the last one is told.</summary>
    public IDisposable Follow(SegmentId id, Action changed)
    {
        _followers[id] = changed;
        return new Following(this, id, changed);
    }

    // Most lists differ from the one before by a few rows out of thousands.
    private List<Action> TakeChanged(ImmutableArray<SegmentRow> before, ImmutableArray<SegmentRow> after)
    {
        var changed = new List<Action>();
        for (int i = 0; i < after.Length; i++)
        {
            if (ReferenceEquals(before[i], after[i])) continue;
            _rows[after[i].Id] = after[i];
            if (_followers.TryGetValue(after[i].Id, out var follower)) changed.Add(follower);
        }

        return changed;
    }

    private List<Action> TakeAll(ImmutableArray<SegmentRow> rows)
    {
        var before = _rows;
        _rows = new Dictionary<SegmentId, SegmentRow>(rows.Length);
        foreach (var row in rows) _rows[row.Id] = row;
        return [.. _followers.Where(pair => !ReferenceEquals(before.GetValueOrDefault(pair.Key), Find(pair.Key))).Select(pair => pair.Value)];
    }

    private sealed class Following(SegmentRowFeed feed, SegmentId id, Action changed) : IDisposable
    {
        public void Dispose()
        {
            if (feed._followers.TryGetValue(id, out var current) && current == changed) feed._followers.Remove(id);
        }
    }
}
