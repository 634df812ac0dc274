using System.Collections.Concurrent;
using System.Collections.Immutable;
using ShmDashboard.Monitoring.Activity;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Layouts;
using ShmDashboard.Monitoring.Occupancy;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.Monitoring.Running;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Monitoring.Sweeping;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring;

/// <summary>
/// Watches this machine's segments: a sweep a second for the list, a sampler for each segment that somebody watches,
/// and for the others a look when the kernel's facts hint at a change.
/// </summary>
public sealed partial class SegmentMonitor : ISegmentMonitor, IAsyncDisposable
{
    private static readonly TimeSpan s_frameFreshEnough = TimeSpan.FromMilliseconds(20);

    // Whoever is read may leave at any moment, and only who stays can be read without a trace. Where nobody may be read it is
    // asked for each time.
    private static readonly TimeSpan s_scanAgainAfter = TimeSpan.FromMilliseconds(250);

    private readonly SegmentCatalog _catalog;
    private readonly SamplingContext _context;
    private readonly MonitorOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationToken _stoppingToken;
    private readonly Resilience _resilience;
    private readonly ConcurrentDictionary<SegmentTracker, Task> _samplers = new();

    private readonly ActivitySampler _activity;

    private Task _running = Task.CompletedTask;
    private Task _measuring = Task.CompletedTask;

    private SegmentMonitor(SegmentCatalog catalog, SegmentReader reader, LockObserver locks,
        ISegmentPublisher publisher, MonitorOptions options, TimeProvider time)
    {
        _catalog = catalog;
        _options = options;
        _time = time;
        _load = new HostLoad(time);
        _stoppingToken = _stopping.Token;
        _resilience = new Resilience(options.Unexpected);
        _activity = new ActivitySampler(Trackers, time, _resilience);
        _arrivals = new ArrivalPatience(2 * s_tick, options.SweepInterval);
        var scan = new RecentScan(catalog, s_scanAgainAfter, time);
        _context = new SamplingContext
        {
            Catalog = catalog,
            Reader = reader,
            Locks = locks,
            Mutexes = new ProcessMutexReader(catalog.Processes),
            PairedSets = new PairedSemaphoreSet(locks, catalog.Processes),
            LaneSampler = new LockLaneSampler(time, options.LockSampleInterval, _resilience),
            Options = options,
            Layouts = options.Layouts,
            Guessing = new GuessingTurns(_resilience),
            Time = time,
            Resilience = _resilience,
            IsHeld = id => publisher.Held.Any(held => held.Id == id),
            Attachments = () => Volatile.Read(ref _attachments),
            ScanAgain = scan.Get,
            ReadOptions = new() { AllowPeerMemory = options.AllowPeerMemory, FindAttachments = facts => scan.Get().Of(facts) },
            MarkDirty = () => Volatile.Write(ref _dirty, true),
        };
    }

    /// <inheritdoc/>
    public SegmentList Current => Volatile.Read(ref _current);

    /// <summary>How many locks are looked at for their time lines.</summary>
    internal int WatchedLanes => _context.LaneSampler.Count;

    /// <summary>How many samplers run.</summary>
    internal int Samplers => _samplers.Count;

    /// <summary>A monitor over a catalogue; it does nothing until <see cref="Start"/>.</summary>
    public static SegmentMonitor Create(
        SegmentCatalog catalog, ISegmentPublisher publisher, MonitorOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(publisher);
        ArgumentNullException.ThrowIfNull(options);
        var locks = new LockObserver(catalog.Processes);
        return new SegmentMonitor(catalog, new SegmentReader(locks, catalog.Processes, time), locks, publisher, options, time);
    }

    /// <summary>Begins to sweep. Once.</summary>
    public void Start()
    {
        _running = Task.Run(() => RunAsync(_stoppingToken));
        _measuring = Task.Run(() => _activity.RunAsync(_stoppingToken));
    }

    /// <inheritdoc/>
    public IDisposable Subscribe(Action changed)
    {
        ImmutableInterlocked.Update(ref _subscribers, list => list.Add(changed));
        return new Subscription(() => ImmutableInterlocked.Update(ref _subscribers, list => list.Remove(changed)));
    }

    /// <inheritdoc/>
    public void RememberQtKey(string key)
    {
        if (string.IsNullOrEmpty(key))
            return;
        _catalog.Keys.Remember(key);
        RequestSweep();
    }

    /// <inheritdoc/>
    public ISegmentWatch Watch(SegmentId id)
    {
        if (id.Scheme == SegmentScheme.Qt)
            _catalog.Keys.Remember(id.Value);
        SegmentTracker tracker;
        lock (_trackersLock)
        {
            // Counted in before anybody can take it for unwatched and drop it.
            tracker = TrackerFor(id);
            if (tracker.AddWatcher())
                _samplers[tracker] = Task.Run(() => SampleWhileWatchedAsync(tracker, id, _stoppingToken));
        }

        _context.LaneSampler.Watch(tracker.Lane);
        return new SegmentWatch(id, tracker, () => StopWatching(tracker));
    }

    /// <inheritdoc/>
    public IActivityInterest MeasureActivity() => _activity.Measure();

    /// <inheritdoc/>
    public IDisposable ShowUnnamed()
    {
        Interlocked.Increment(ref _unnamedShown);
        RequestSweep();
        return new Subscription(() =>
        {
            Interlocked.Decrement(ref _unnamedShown);
            RequestSweep();
        });
    }

    /// <inheritdoc/>
    public async Task<SegmentList> LookAroundAsync(CancellationToken cancellationToken)
    {
        await Task.Run(SweepAndPublish, cancellationToken).ConfigureAwait(false);
        return Current;
    }

    /// <inheritdoc/>
    public Task<SegmentRow?> LookAsync(SegmentId id, CancellationToken cancellationToken) =>
        Task.Run(() => Look(id), cancellationToken);

    /// <inheritdoc/>
    public Task<FrameLease?> LeaseFrameAsync(SegmentId id, CancellationToken cancellationToken) =>
        Task.Run(() => FindNow(id)?.Lease(s_frameFreshEnough), cancellationToken);

    /// <inheritdoc/>
    public Task<BytesOutcome> ReadBytesAsync(SegmentId id, long offset, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, ISegmentMonitor.MaxPieceBytes);
        return Task.Run(() => ReadBytes(id, offset, count), cancellationToken);
    }

    /// <summary>Stops sweeping and sampling; waits until the last look has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
            return;
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        await _measuring.ConfigureAwait(false);
        await Task.WhenAll(_samplers.Values).ConfigureAwait(false);
        _context.LaneSampler.Dispose();
        foreach (var tracker in Trackers())
            tracker.Retire();
        _stopping.Dispose();
    }

    private SegmentRow? Look(SegmentId id)
    {
        if (FindNow(id) is not { } tracker)
            return null;
        tracker.LookAtLock(_time.GetUtcNow());
        tracker.LookAtOtherLocks(LockSourcesFor([tracker.Row!.Facts], FutexTable.Read(tracker.AttachedPids)), _time.GetUtcNow());
        tracker.Sample(keepBytes: false, LookDepth.Whole);
        if (tracker.LockNeedsSecondLook)
        {
            SecondLook.Pause(_time);
            tracker.LookAtLock(_time.GetUtcNow());
        }

        return tracker.Row is { Gone: false } row ? row : null;
    }

    private BytesOutcome ReadBytes(SegmentId id, long offset, int count)
    {
        if (FindNow(id) is not { Row.Facts: { } facts } tracker)
            return new BytesOutcome(ReadStatus.Gone, default, 0, null);

        int length = (int)Math.Clamp(facts.SizeBytes - offset, 0, count);
        byte[] bytes = new byte[length];
        var outcome = _context.Reader.Read(
            facts, tracker.Attachments, _context.ReadOptions,
            view => view.Read(offset, bytes));
        return new BytesOutcome(outcome.Status, bytes.AsMemory(0, outcome.Value), facts.SizeBytes, outcome.Problem);
    }

    /// <summary>The tracker of a segment that exists now, with facts of now; null when there is none.</summary>
    private SegmentTracker? FindNow(SegmentId id)
    {
        if (id.Scheme == SegmentScheme.Qt)
            _catalog.Keys.Remember(id.Value);
        long askedAt = _time.GetTimestamp();
        var facts = _catalog.Find(id);
        if (facts is null)
        {
            TryFind(id)?.Update(null, [], askedAt);
            return null;
        }

        var tracker = TrackerFor(facts.Id, facts);
        bool sameObject = tracker.Row is { Gone: false } row && row.Facts.Identity == facts.Identity;
        bool sameUsers = sameObject && tracker.Row!.Facts.AttachCount == facts.AttachCount;
        tracker.Update(facts, sameUsers ? tracker.Attachments : _context.LikelyAttachments(facts, sameObject ? tracker.Attachments : []), askedAt);
        if (!sameUsers)
            RequestSweep();
        // Somebody may have asked later than we, and been told that it has gone.
        return tracker.Row is { Gone: false } ? tracker : null;
    }
}
