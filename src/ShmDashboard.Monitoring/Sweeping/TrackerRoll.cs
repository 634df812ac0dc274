using System.Collections.Immutable;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Sweeping;

/// <summary>
/// Which tracker is whose, remembered from one sweep to the next: of thousands of segments most sweeps find the very same, and to look
/// up the name of each would cost more than to look at it. One sweep's at a time.
/// </summary>
/// <param name="registry">The trackers.</param>
internal sealed class TrackerRoll(SegmentRegistry registry)
{
    private ImmutableArray<SegmentFacts> _facts = [];
    private SegmentTracker[] _trackers = [];
    private ImmutableArray<SegmentTracker> _others = [];
    private ImmutableArray<SegmentFacts> _now = [];
    private long _version = -1;
    private long _begun;
    private bool _isSame;

    /// <summary>A sweep begins.</summary>
    /// <param name="all">What it found.</param>
    public void Begin(ImmutableArray<SegmentFacts> all)
    {
        _now = all;
        _begun = registry.Version;
        _isSame = _begun == _version && all.Length == _facts.Length;
        if (_trackers.Length != all.Length)
            Array.Resize(ref _trackers, all.Length);
    }

    /// <summary>The tracker of the segment at that place of the list, if it is known for sure; else it is to be <see cref="Set"/>.</summary>
    public SegmentTracker? Find(int index) =>
        IsCurrent && index < _facts.Length && ReferenceEquals(_facts[index], _now[index]) ? _trackers[index] : null;

    /// <summary>Whether no id has come to lead elsewhere since what is remembered was true.</summary>
    public bool IsCurrent => registry.Version == _version;

    /// <summary>It is this one's.</summary>
    public void Set(int index, SegmentTracker tracker)
    {
        _isSame &= ReferenceEquals(_trackers[index], tracker);
        _trackers[index] = tracker;
    }

    /// <summary>The sweep has come to its end: the trackers of which it found nothing.</summary>
    public ImmutableArray<SegmentTracker> End()
    {
        if (!_isSame || !IsCurrent)
        {
            // Before the others are listed: who comes between is then listed and looked up once more.
            _version = registry.Version == _begun ? _begun : -1;
            var seen = new HashSet<SegmentTracker>(_trackers);
            _others = [.. registry.All().Where(tracker => !seen.Contains(tracker))];
        }

        _facts = _now;
        return _others;
    }
}
