using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>
/// The tracker of each segment that is there or watched, by every id that leads to it. Thread-safe: the one lock is held for
/// moments, never over a system call.
/// </summary>
/// <param name="context">What all trackers share.</param>
internal sealed class SegmentRegistry(SamplingContext context)
{
    private const int MaxRetiredSequences = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<SegmentId, SegmentTracker> _trackers = [];
    private readonly AliasIndex _aliases = new();
    private readonly Dictionary<SegmentId, long> _retiredSequences = [];
    private long _retiredFloor;
    private ImmutableArray<SegmentTracker> _all = [];
    private long _version;

    /// <summary>Another number as soon as an id leads elsewhere than before: while it stays, every tracker leads where it led.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Every tracker once; the same array until <see cref="Version"/> is another.</summary>
    public ImmutableArray<SegmentTracker> All()
    {
        lock (_gate)
        {
            if (_all.IsDefault)
                _all = [.. _trackers.Values.Distinct()];
            return _all;
        }
    }

    /// <summary>The tracker of an id, if there is one.</summary>
    public SegmentTracker? TryFind(SegmentId id)
    {
        lock (_gate)
            return _trackers.GetValueOrDefault(id);
    }

    /// <summary>
    /// The tracker of an id, or of the segment it leads to; a new one otherwise. Ids that somebody watches stay known, so
    /// that <c>sysv:5</c> goes on leading to the segment when its Qt key becomes known.
    /// </summary>
    /// <param name="id">The id.</param>
    /// <param name="askedAt">Timestamp from before the kernel was asked for the segment.</param>
    /// <param name="facts">What is known of it, if anything is.</param>
    public SegmentTracker Get(SegmentId id, long askedAt, SegmentFacts? facts = null)
    {
        lock (_gate)
            return Get_NeedsGate(id, askedAt, facts);
    }

    /// <summary>The tracker of a segment, and in it the facts; whoever drops trackers meanwhile has not seen the segment.</summary>
    /// <param name="facts">The segment.</param>
    /// <param name="askedAt">Timestamp from before the kernel was asked for it.</param>
    /// <param name="attachments">Who has it mapped, given what is known of it already.</param>
    public SegmentTracker Update(SegmentFacts facts, long askedAt, Func<SegmentTracker, ImmutableArray<Attachment>> attachments)
    {
        while (true)
        {
            var tracker = Get(facts.Id, askedAt, facts);
            bool taken = tracker.Update(facts, attachments(tracker), askedAt);
            // Dropped after it was got and before it had the facts: its numbers would be given again by the one that comes after it.
            if (!taken || TryFind(facts.Id) == tracker)
                return tracker;
        }
    }

    /// <summary>Takes note of a watched segment that was made anew, or is not there any more: its tracker goes on with other facts.</summary>
    /// <param name="tracker">Which.</param>
    /// <param name="facts">The segment; null when there is none.</param>
    /// <param name="attachments">Who has it mapped.</param>
    /// <param name="askedAt">Timestamp from before the kernel was asked for it.</param>
    public void Renew(SegmentTracker tracker, SegmentFacts? facts, ImmutableArray<Attachment> attachments, long askedAt)
    {
        if (facts is not null)
        {
            lock (_gate)
                _aliases.Note(tracker, facts);
        }

        tracker.Update(facts, attachments, askedAt);
    }

    /// <summary>Counts a viewer in before anybody can take the tracker for unwatched and drop it.</summary>
    /// <param name="id">What is watched.</param>
    /// <param name="askedAt">Timestamp of now.</param>
    /// <param name="begin">Starts to sample; called under the lock, when nobody samples it yet.</param>
    public SegmentTracker Watch(SegmentId id, long askedAt, Action<SegmentTracker> begin)
    {
        lock (_gate)
        {
            var tracker = Get_NeedsGate(id, askedAt, null);
            if (tracker.AddWatcher())
                begin(tracker);
            return tracker;
        }
    }

    /// <summary>Whether sampling may end: either the loop goes on, or the next viewer starts a new one.</summary>
    /// <param name="tracker">Which.</param>
    /// <param name="ended">Called under the lock under which viewers are counted in.</param>
    public bool TryEndSampling(SegmentTracker tracker, Action<SegmentTracker> ended)
    {
        lock (_gate)
        {
            if (!tracker.TryEndSampling())
                return false;
            ended(tracker);
            return true;
        }
    }

    /// <summary>Takes note that a segment is not there any more, and forgets it unless somebody watches.</summary>
    /// <param name="tracker">Which.</param>
    /// <param name="askedAt">Timestamp from before the kernel was asked.</param>
    public void Miss(SegmentTracker tracker, long askedAt)
    {
        if (!tracker.Update(null, [], askedAt) || tracker.IsWatched)
            return;
        lock (_gate)
        {
            if (tracker.IsWatched)
                return;
            _aliases.Forget(tracker);
            foreach (var id in _trackers.Where(pair => pair.Value == tracker).Select(pair => pair.Key).ToArray())
            {
                _trackers.Remove(id);
                Forget_NeedsGate();
                RememberSequence_NeedsGate(id, tracker.LastSequence);
            }
        }

        tracker.Retire();
    }

    private SegmentTracker Get_NeedsGate(SegmentId id, long askedAt, SegmentFacts? facts)
    {
        var tracker = Find_NeedsGate(id, askedAt, facts);
        if (facts is not null)
            _aliases.Note(tracker, facts);
        return tracker;
    }

    private SegmentTracker Find_NeedsGate(SegmentId id, long askedAt, SegmentFacts? facts)
    {
        if (_trackers.TryGetValue(id, out var tracker) && !IsAnothers(tracker, id, facts))
            return tracker;

        long last = Math.Max(tracker?.LastSequence ?? 0, Math.Max(_retiredSequences.GetValueOrDefault(id), _retiredFloor));
        tracker = facts?.Aliases.Select(alias => _trackers.GetValueOrDefault(alias)).FirstOrDefault(found => found is not null)
            ?? _aliases.Find(id);
        tracker ??= new SegmentTracker(id, context, last, askedAt);
        tracker.ContinueAfter(last);
        _trackers[id] = tracker;
        Forget_NeedsGate();
        return tracker;
    }

    private void Forget_NeedsGate()
    {
        _all = default;
        Volatile.Write(ref _version, _version + 1);
    }

    private void RememberSequence_NeedsGate(SegmentId id, long sequence)
    {
        if (_retiredSequences.Count >= MaxRetiredSequences)
        {
            _retiredFloor = Math.Max(_retiredFloor, _retiredSequences.Values.Max());
            _retiredSequences.Clear();
        }

        _retiredSequences[id] = sequence;
    }

    // Two keys led to one segment, and lead to two by now.
    private static bool IsAnothers(SegmentTracker tracker, SegmentId id, SegmentFacts? facts) =>
        facts is not null && id.Scheme == SegmentScheme.Qt && tracker.Id.Scheme == SegmentScheme.Qt && tracker.Id != id &&
        !facts.Aliases.Contains(tracker.Id);
}
