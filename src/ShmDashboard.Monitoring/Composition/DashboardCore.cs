using System.Collections.Immutable;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring.Events;
using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Layouts;
using ShmDashboard.Monitoring.Maintenance;
using ShmDashboard.Monitoring.Meeting;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Composition;

/// <summary>
/// Everything below pages and HTTP, made of its parts in one place: for the web host, and as well for a command line or a test. Does
/// nothing until <see cref="Start"/>; dispose it, so that what it holds is let go as a Qt program would.
/// </summary>
public sealed class DashboardCore : IAsyncDisposable
{
    private readonly SegmentPublisher _publisher;
    private readonly SegmentMonitor _monitor;
    private readonly HealthMonitor _health;
    private readonly EventRecorder _recorder;
    private readonly SegmentJanitor _janitor;
    private int _started;

    /// <param name="options">What to do.</param>
    /// <param name="time">The clock.</param>
    public DashboardCore(CoreOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        Catalog = new SegmentCatalog(new CatalogOptions(), time);
        foreach (string key in options.QtKeys)
            Catalog.Keys.Remember(key);
        Layouts = options.Watching.Layouts;
        Renderer = new PictureRenderer(new LayoutPixels(), new EncodedPixels(time));
        Converter = new PictureConverter(Renderer);
        EventLog = new EventLog(time);
        _publisher = new SegmentPublisher(Catalog, options.Publishing, Converter, time);
        var noted = new NotedPublisher(_publisher, _publisher, EventLog);
        (Publisher, Frames) = (noted, noted);
        var locks = new LockObserver(Catalog.Processes);
        var reader = new SegmentReader(locks, Catalog.Processes, time);
        _janitor = new SegmentJanitor(Catalog, reader, options.Publishing.ReadOnly, time);
        Janitor = new NotedJanitor(_janitor, EventLog);
        _monitor = SegmentMonitor.Create(
            Catalog, reader, locks, Publisher, options.Watching with { Unexpected = ReportOf<SegmentMonitor>(options) }, time);
        _health = HealthMonitor.Create(_monitor, new MachineStateReader(Catalog, time), time, ReportOf<HealthMonitor>(options));
        _recorder = new EventRecorder(_monitor, EventLog, ReportOf<EventRecorder>(options));
        Meeting = new MeetingReader(Catalog);
    }

    /// <summary>Finds segments and processes.</summary>
    public SegmentCatalog Catalog { get; }

    /// <summary>Layouts of raw pixels.</summary>
    public LayoutLibrary Layouts { get; }

    /// <summary>Makes pixels of pictures.</summary>
    public PictureRenderer Renderer { get; }

    /// <summary>Makes pictures of one format out of another.</summary>
    public PictureConverter Converter { get; }

    /// <summary>What happened.</summary>
    public EventLog EventLog { get; }

    /// <summary>Writes pictures and texts.</summary>
    public ISegmentPublisher Publisher { get; }

    /// <summary>Writes frames of raw pixels.</summary>
    public IFramePublisher Frames { get; }

    /// <summary>Removes and repairs.</summary>
    public ISegmentJanitor Janitor { get; }

    /// <summary>Watches.</summary>
    public ISegmentMonitor Monitor => _monitor;

    /// <summary>Finds what is wrong.</summary>
    public IHealthMonitor Health => _health;

    /// <summary>Says what two programs have and where it differs.</summary>
    public MeetingReader Meeting { get; }

    /// <inheritdoc cref="SegmentPublisher.TakeLeftovers"/>
    public ImmutableArray<SegmentId> TakeLeftovers() => _publisher.TakeLeftovers();

    /// <summary>Begins to look. More than once is as once.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
            return;
        _recorder.Start();
        _monitor.Start();
        _health.Start();
    }

    /// <summary>The first list there is, or a newer one: nothing is looked at for it. Waits until the look that began with <see cref="Start"/> has ended.</summary>
    public async Task<SegmentList> FirstListAsync(CancellationToken cancellationToken)
    {
        var listed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = _monitor.Subscribe(() => listed.TrySetResult());
        if (_monitor.Current.Version == 0)
            await listed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return _monitor.Current;
    }

    /// <summary>Stops looking, then lets go of what is held. More than once is as once.</summary>
    public async ValueTask DisposeAsync()
    {
        // Whatever goes wrong in the watching, what is held is let go.
        try
        {
            await _recorder.DisposeAsync().ConfigureAwait(false);
            await _health.DisposeAsync().ConfigureAwait(false);
            await _monitor.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            await _publisher.DisposeAsync().ConfigureAwait(false);
            _janitor.Dispose();
        }
    }

    private static Action<Exception>? ReportOf<T>(CoreOptions options) =>
        options.Unexpected is { } report ? error => report(typeof(T), error) : null;
}
