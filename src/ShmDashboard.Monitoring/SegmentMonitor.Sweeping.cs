using System.Collections.Immutable;
using ShmDashboard.Monitoring.Running;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Monitoring.Sweeping;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring;

/// <summary>The list: who is there.</summary>
public sealed partial class SegmentMonitor
{
    private const int MaxRetiredSequences = 4096;

    /// <summary>How often a changed list is published at the most, and so how quickly a sweep can be asked for.</summary>
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(100);

    /// <summary>Looking at all threads is rested from so many times as long as it took.</summary>
    private const int WaitsRest = 50;

    private readonly Lock _sweeping = new();
    private readonly Lock _trackersLock = new();
    private readonly Dictionary<SegmentId, SegmentTracker> _trackers = [];
    private readonly Dictionary<SegmentId, long> _retiredSequences = [];
    private readonly HostLoad _load;

    private ImmutableArray<Action> _subscribers = [];
    private SegmentList _current = SegmentList.Empty;
    private AttachmentMap _attachments = AttachmentMap.Empty;
    private long _attachmentFingerprint;
    private HashSet<int> _segmentKeys = [];
    private long _waitsReadAt;
    private TimeSpan _waitsRest;
    private long _retiredFloor;
    private bool _dirty;
    private int _unnamedShown;
    private bool _openFilesKnown;
    private bool _sweepRequested = true;
    private bool _arrived;
    private readonly ArrivalPatience _arrivals;
    private string? _sweepProblem;
    private TimeSpan _sweepDuration;

    private bool IsUnnamedShown => Volatile.Read(ref _unnamedShown) > 0;

    private void RequestSweep() => Volatile.Write(ref _sweepRequested, true);

    private void Arrive() => Volatile.Write(ref _arrived, true);

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        using var arrivals = PosixArrivals.TryWatch(Arrive);
        using var timer = new PeriodicTimer(s_tick, _time);
        try
        {
            do
            {
                var age = _time.GetUtcNow() - Current.SweptUtc;
                bool arrived = Volatile.Read(ref _arrived);
                if (age >= _options.SweepInterval || Volatile.Read(ref _sweepRequested) || (arrived && age >= _arrivals.Patience))
                    _resilience.Try(() => SweepFor(arrived));
                else if (Volatile.Read(ref _dirty))
                    _resilience.Try(() => Publish(Current.SweptUtc));
            }
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private void SweepFor(bool arrived)
    {
        Volatile.Write(ref _arrived, false);
        var before = Current.Rows;
        SweepAndPublish();
        if (arrived)
            _arrivals.Looked(somethingCame: !before.Select(row => row.Id).SequenceEqual(Current.Rows.Select(row => row.Id)));
    }

    private void SweepAndPublish()
    {
        lock (_sweeping)
        {
            Volatile.Write(ref _sweepRequested, false);
            long started = _time.GetTimestamp();
            try
            {
                Sweep_NeedsSweeping();
                _sweepProblem = null;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // The last good rows stay, marked as such; the next sweep tries again.
                _sweepProblem = error.Message;
                if (error is not (IOException or UnauthorizedAccessException))
                    _resilience.Report(error);
            }

            _sweepDuration = _time.GetElapsedTime(started);
            Publish(_time.GetUtcNow());
        }
    }

    private void Sweep_NeedsSweeping()
    {
        long askedAt = _time.GetTimestamp();
        bool unnamed = IsUnnamedShown;
        if (unnamed && !_openFilesKnown)
            Rescan_NeedsSweeping(unnamed);
        _openFilesKnown = unnamed;
        var all = _catalog.Sweep(WantedUnnamed(unnamed));
        RescanAttachments_NeedsSweeping(all, unnamed);
        var locks = LockSourcesFor(all, ReadWaits_NeedsSweeping(all));
        var now = _time.GetUtcNow();
        var seen = new HashSet<SegmentTracker>(all.Length);
        bool undecided = false;
        foreach (var facts in all)
        {
            var tracker = TrackerFor(facts.Id, facts);
            seen.Add(tracker);
            var attached = _attachments.Of(facts);
            tracker.Update(facts, attached.IsEmpty ? _context.LikelyAttachments(facts) : attached, askedAt);
            tracker.LookAtLock(now);
            tracker.LookAtOtherLocks(locks, now);
            undecided |= tracker.LockNeedsSecondLook;
        }

        foreach (var tracker in Trackers())
        {
            if (!seen.Contains(tracker))
                Miss(tracker, askedAt);
        }

        if (undecided)
            LookAtUndecidedLocksAgain(seen);
        Peek(seen);
    }

    /// <summary>One reading serves all; each only where a segment is of a kind that can have such locks.</summary>
    private LockSources LockSourcesFor(ImmutableArray<SegmentFacts> segments, FutexTable? waits) => new(
        segments.Any(facts => facts.Kind == SegmentKind.Posix) ? FileLockTable.Read() : FileLockTable.Empty,
        segments.Any(facts => facts is { Kind: SegmentKind.SystemV, Qt: null, Key: not (null or 0) }) ? SemaphoreSetTable.Read() : SemaphoreSetTable.Empty,
        waits,
        key => Volatile.Read(ref _segmentKeys).Contains(key));

    /// <summary>Who waits where, of all that have a segment mapped; dear with many threads, and so at most 2 % of a core.</summary>
    private FutexTable? ReadWaits_NeedsSweeping(ImmutableArray<SegmentFacts> all)
    {
        Volatile.Write(ref _segmentKeys, [.. all.Select(facts => facts.Key).OfType<int>()]);
        if (_time.GetElapsedTime(_waitsReadAt) < _waitsRest)
            return null;
        long started = _time.GetTimestamp();
        var waits = FutexTable.Read(all.SelectMany(facts => _attachments.Of(facts)).Select(user => user.Process.Pid).Distinct());
        _waitsReadAt = _time.GetTimestamp();
        _waitsRest = WaitsRest * _time.GetElapsedTime(started, _waitsReadAt);
        return waits;
    }

    private void LookAtUndecidedLocksAgain(HashSet<SegmentTracker> seen)
    {
        SecondLook.Pause(_time);
        var now = _time.GetUtcNow();
        foreach (var tracker in seen)
        {
            if (tracker.LockNeedsSecondLook)
                tracker.LookAtLock(now);
        }
    }

    /// <summary>Looks into segments that nobody watches, for as long as the budget lasts; the rest has its turn next time.</summary>
    private void Peek(HashSet<SegmentTracker> seen)
    {
        long started = _time.GetTimestamp();
        foreach (var tracker in seen)
        {
            if (!tracker.NeedsPeek)
                continue;
            tracker.Sample(keepBytes: false, LookDepth.Whole);
            if (_time.GetElapsedTime(started) > _options.PeekBudget)
            {
                RequestSweep();
                return;
            }
        }
    }

    /// <summary>All of it while somebody asks for it; else what somebody watches.</summary>
    private Func<SegmentIdentity, bool>? WantedUnnamed(bool all)
    {
        if (all)
            return static _ => true;
        var watched = Trackers().Where(tracker => tracker.IsWatched)
            .Select(tracker => tracker.Row?.Facts).Where(facts => facts?.Unnamed is not null).Select(facts => facts!.Identity).ToHashSet();
        return watched.Count > 0 ? watched.Contains : null;
    }

    private void RescanAttachments_NeedsSweeping(ImmutableArray<SegmentFacts> all, bool unnamed)
    {
        var fingerprint = default(HashCode);
        foreach (var facts in all)
        {
            fingerprint.Add(facts.Identity);
            fingerprint.Add(facts.AttachCount);
            fingerprint.Add(facts.ModifiedUtc);
        }

        long seen = fingerprint.ToHashCode();
        var age = _time.GetUtcNow() - _attachments.ScannedUtc;
        bool changed = seen != _attachmentFingerprint && age >= _options.AttachmentScanInterval;
        if (!changed && age < _options.AttachmentScanMaxAge)
            return;
        Rescan_NeedsSweeping(unnamed);
        _attachmentFingerprint = seen;
    }

    private void Rescan_NeedsSweeping(bool openFiles) => Volatile.Write(ref _attachments, _catalog.ScanAttachments(openFiles));

    private void Miss(SegmentTracker tracker, long askedAt)
    {
        if (!tracker.Update(null, [], askedAt) || tracker.IsWatched)
            return;
        lock (_trackersLock)
        {
            if (tracker.IsWatched)
                return;
            foreach (var id in _trackers.Where(pair => pair.Value == tracker).Select(pair => pair.Key).ToArray())
            {
                _trackers.Remove(id);
                RememberSequence_NeedsLock(id, tracker.LastSequence);
            }
        }

        tracker.Retire();
    }

    private void RememberSequence_NeedsLock(SegmentId id, long sequence)
    {
        if (_retiredSequences.Count >= MaxRetiredSequences)
        {
            _retiredFloor = Math.Max(_retiredFloor, _retiredSequences.Values.Max());
            _retiredSequences.Clear();
        }

        _retiredSequences[id] = sequence;
    }

    private SegmentTracker[] Trackers()
    {
        lock (_trackersLock)
            return [.. _trackers.Values.Distinct()];
    }

    /// <summary>The tracker of an id, if there is one.</summary>
    internal SegmentTracker? TryFind(SegmentId id)
    {
        lock (_trackersLock)
            return _trackers.GetValueOrDefault(id);
    }

    /// <summary>
    /// The tracker of an id, or of the segment it leads to; a new one otherwise. Ids that somebody watches stay known, so
    /// that <c>sysv:5</c> goes on leading to the segment when its Qt key becomes known.
    /// </summary>
    private SegmentTracker TrackerFor(SegmentId id, SegmentFacts? facts = null)
    {
        lock (_trackersLock)
        {
            if (_trackers.TryGetValue(id, out var tracker) && !IsAnothers(tracker, id, facts))
                return tracker;

            long last = Math.Max(tracker?.LastSequence ?? 0, Math.Max(_retiredSequences.GetValueOrDefault(id), _retiredFloor));
            tracker = facts?.Aliases.Select(alias => _trackers.GetValueOrDefault(alias)).FirstOrDefault(found => found is not null)
                ?? _trackers.Values.FirstOrDefault(other => other.Row is { Gone: false } row && row.Facts.Aliases.Contains(id));
            tracker ??= new SegmentTracker(id, _context, last);
            tracker.ContinueAfter(last);
            _trackers[id] = tracker;
            return tracker;
        }
    }

    // Two keys led to one segment, and lead to two by now.
    private static bool IsAnothers(SegmentTracker tracker, SegmentId id, SegmentFacts? facts) =>
        facts is not null && id.Scheme == SegmentScheme.Qt && tracker.Id.Scheme == SegmentScheme.Qt && tracker.Id != id &&
        !facts.Aliases.Contains(tracker.Id);

    private void Publish(DateTimeOffset sweptUtc)
    {
        Volatile.Write(ref _dirty, false);
        var all = Trackers().Select(tracker => tracker.Row).OfType<SegmentRow>().Where(row => !row.Gone)
            .OrderBy(row => row.Facts.Qt is null).ThenBy(row => row.Facts.Kind).ThenBy(row => row.Facts.Name, StringComparer.Ordinal)
            .ThenBy(row => row.Facts.ShmId)
            .ToImmutableArray();
        Volatile.Write(ref _current, new SegmentList
        {
            Version = Current.Version + 1,
            SweptUtc = sweptUtc,
            Rows = all.RemoveAll(row => row.Facts.Unnamed is not null),
            Unnamed = IsUnnamedShown ? all.RemoveAll(row => row.Facts.Unnamed is null) : [],
            UnnamedCount = _attachments.Unnamed.Length,
            SweepDuration = _sweepDuration,
            HostCpuShare = _load.Share(),
            UnreadableProcesses = _attachments.UnreadableProcesses,
            Problem = _sweepProblem,
        });
        foreach (var subscriber in _subscribers)
            _resilience.Try(subscriber);
    }
}
