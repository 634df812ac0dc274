using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>
/// Which trackers have, or once had, a segment that goes by another id too. Asked for every id that is new: to ask each tracker instead
/// is quadratic, and took half of the start with thousands of segments. Not thread-safe.
/// </summary>
internal sealed class AliasIndex
{
    private readonly Dictionary<SegmentId, List<SegmentTracker>> _byAlias = [];

    /// <summary>The tracker gets these facts.</summary>
    public void Note(SegmentTracker tracker, SegmentFacts facts)
    {
        foreach (var alias in facts.Aliases)
        {
            if (!_byAlias.TryGetValue(alias, out var trackers))
                _byAlias.Add(alias, trackers = []);
            if (!trackers.Contains(tracker))
                trackers.Add(tracker);
        }
    }

    /// <summary>The tracker of the segment that goes by this id now, besides its own; null when there is none.</summary>
    public SegmentTracker? Find(SegmentId id) =>
        _byAlias.GetValueOrDefault(id)?.Find(tracker => tracker.Row is { Gone: false } row && row.Facts.Aliases.Contains(id));

    /// <summary>The tracker is not used any more.</summary>
    public void Forget(SegmentTracker tracker)
    {
        foreach (var (alias, trackers) in _byAlias)
        {
            // Removing does not disturb the enumeration (Dictionary, since .NET Core 3.0).
            if (trackers.Remove(tracker) && trackers.Count == 0)
                _byAlias.Remove(alias);
        }
    }
}
