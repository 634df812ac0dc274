using ShmDashboard.Monitoring.Activity;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Layouts;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.Monitoring.Running;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Monitoring.Sweeping;
using ShmDashboard.Monitoring.Watching;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring;

/// <summary>
/// Watches this machine's segments: a sweep a second for the list, a sampler for each segment that somebody watches,
/// and for the others a look when the kernel's facts hint at a change.
/// </summary>
public sealed class SegmentMonitor : ISegmentMonitor, IAsyncDisposable
{
    private static readonly TimeSpan s_frameFreshEnough = TimeSpan.FromMilliseconds(20);

    // Whoever is read may leave at any moment, and only who stays can be read without a trace. Where nobody may be read it is
    // asked for each time.
    private static readonly TimeSpan s_scanAgainAfter = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationToken _stoppingToken;
    private readonly SamplingContext _context;
    private readonly SegmentRegistry _registry;
    private readonly LockSourceReader _locks;
    private readonly CurrentList _list;
    private readonly SegmentSweeper _sweeper;
    private readonly SegmentSamplers _samplers;
    private readonly ActivitySampler _activity;

    private Task _sweeping = Task.CompletedTask;
    private Task _measuring = Task.CompletedTask;

    private SegmentMonitor(SegmentCatalog catalog, SegmentReader reader, LockObserver locks,
        ISegmentPublisher publisher, MonitorOptions options, TimeProvider time)
    {
        _stoppingToken = _stopping.Token;
        var resilience = new Resilience(options.Unexpected);
        var attachments = new AttachmentScans(catalog, options.AttachmentScanInterval, options.AttachmentScanMaxAge, time);
        var scan = new RecentScan(catalog, s_scanAgainAfter, time);
        _context = new SamplingContext
        {
            Catalog = catalog,
            Reader = reader,
            Locks = locks,
            Mutexes = new ProcessMutexReader(catalog.Processes),
            PairedSets = new PairedSemaphoreSet(catalog.Processes),
            OpenFiles = new OpenFileHolders(catalog.Processes, time),
            LaneSampler = new LockLaneSampler(time, options.LockSampleInterval, resilience),
            Options = options,
            Layouts = options.Layouts,
            Guessing = new GuessingTurns(resilience),
            Time = time,
            Resilience = resilience,
            IsHeld = publisher.IsHeld,
            Attachments = () => attachments.Current,
            ScanAgain = scan.Get,
            ReadOptions = new() { AllowPeerMemory = options.AllowPeerMemory, FindAttachments = facts => scan.Get().Of(facts) },
            MarkDirty = () => _list!.MarkDirty(),
        };
        _registry = new SegmentRegistry(_context);
        _locks = new LockSourceReader(locks, time);
        var wakeup = new Wakeup(time);
        _list = new CurrentList(_registry, resilience, wakeup, time);
        _sweeper = new SegmentSweeper(_context, _registry, attachments, _locks, _list, wakeup);
        _samplers = new SegmentSamplers(_context, _registry, _sweeper.Request, _stoppingToken);
        _activity = new ActivitySampler(_registry.All, time, resilience);
    }

    /// <inheritdoc/>
    public SegmentList Current => _list.Value;

    /// <inheritdoc/>
    public int WatchedSegments => _samplers.Count;

    /// <summary>How many locks are looked at for their time lines.</summary>
    internal int WatchedLanes => _context.LaneSampler.Count;

    /// <summary>The trackers.</summary>
    internal SegmentRegistry Registry => _registry;

    /// <summary>A monitor over a catalogue; it does nothing until <see cref="Start"/>.</summary>
    /// <param name="catalog">Finds segments.</param>
    /// <param name="reader">Reads them.</param>
    /// <param name="locks">Looks at their locks, as the reader does.</param>
    /// <param name="publisher">Tells what the dashboard holds.</param>
    /// <param name="options">How to watch.</param>
    /// <param name="time">The clock.</param>
    public static SegmentMonitor Create(
        SegmentCatalog catalog, SegmentReader reader, LockObserver locks, ISegmentPublisher publisher, MonitorOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(locks);
        ArgumentNullException.ThrowIfNull(publisher);
        ArgumentNullException.ThrowIfNull(options);
        return new SegmentMonitor(catalog, reader, locks, publisher, options, time);
    }

    /// <summary>Begins to sweep. Once.</summary>
    public void Start()
    {
        _sweeping = Task.Run(() => _sweeper.RunAsync(_stoppingToken));
        _measuring = Task.Run(() => _activity.RunAsync(_stoppingToken));
    }

    /// <inheritdoc/>
    public IDisposable Subscribe(Action changed) => _list.Subscribe(changed);

    /// <inheritdoc/>
    public void RememberQtKey(string key)
    {
        if (string.IsNullOrEmpty(key))
            return;
        _context.Catalog.Keys.Remember(key);
        _sweeper.Request();
    }

    /// <inheritdoc/>
    public ISegmentWatch Watch(SegmentId id)
    {
        RememberKeyOf(id);
        var tracker = _samplers.Begin(id);
        return new SegmentWatch(id, tracker, () => _samplers.End(tracker));
    }

    /// <inheritdoc/>
    public IActivityInterest MeasureActivity() => _activity.Measure();

    /// <inheritdoc/>
    public IDisposable ShowUnnamed()
    {
        _sweeper.ShowUnnamed(true);
        return new Subscription(() => _sweeper.ShowUnnamed(false));
    }

    /// <inheritdoc/>
    public async Task<SegmentList> LookAroundAsync(CancellationToken cancellationToken)
    {
        await Task.Run(_sweeper.Sweep, cancellationToken).ConfigureAwait(false);
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
        await _sweeping.ConfigureAwait(false);
        await _measuring.ConfigureAwait(false);
        await _samplers.WhenStopped().ConfigureAwait(false);
        _context.LaneSampler.Dispose();
        foreach (var tracker in _registry.All())
            tracker.Retire();
        _stopping.Dispose();
    }

    private SegmentRow? Look(SegmentId id)
    {
        if (FindNow(id) is not { } tracker)
            return null;
        tracker.LookAtLock(_context.Time.GetUtcNow());
        tracker.LookAtOtherLocks(_locks.ReadFor(tracker.Row!.Facts, tracker.AttachedPids), _context.Time.GetUtcNow());
        tracker.Sample(keepBytes: false, LookDepth.Whole);
        if (tracker.LockNeedsSecondLook)
        {
            SecondLook.Pause(_context.Time);
            tracker.LookAtLock(_context.Time.GetUtcNow());
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
        RememberKeyOf(id);
        long askedAt = _context.Time.GetTimestamp();
        var facts = _context.Catalog.Find(id);
        if (facts is null)
        {
            _registry.TryFind(id)?.Update(null, [], askedAt);
            return null;
        }

        var tracker = _registry.Update(facts, askedAt, known =>
        {
            bool sameObject = known.Row is { Gone: false } row && row.Facts.Identity == facts.Identity;
            if (sameObject && known.Row!.Facts.AttachCount == facts.AttachCount)
                return known.Attachments;
            _sweeper.Request();
            return _context.LikelyAttachments(facts, sameObject ? known.Attachments : []);
        });
        // Somebody may have asked later than we, and been told that it has gone.
        return tracker.Row is { Gone: false } ? tracker : null;
    }

    private void RememberKeyOf(SegmentId id)
    {
        if (id.Scheme == SegmentScheme.Qt)
            _context.Catalog.Keys.Remember(id.Value);
    }
}
