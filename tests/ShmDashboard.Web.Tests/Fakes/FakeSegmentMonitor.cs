using System.Collections.Concurrent;
using System.Collections.Immutable;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Activity;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Occupancy;
using ShmDashboard.Monitoring.Running;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Tests.Fakes;

/// <summary>A monitor that shows what a test tells it to show. Thread-safe.</summary>
internal sealed class FakeSegmentMonitor : ISegmentMonitor
{
    private readonly ConcurrentDictionary<SegmentId, byte[]> _contents = new();
    private readonly ConcurrentDictionary<FakeSegmentWatch, byte> _watches = new();
    private int _leases;
    private event Action? Changed;

    public SegmentList Current { get; private set; } = SegmentList.Empty;

    public int WatchedSegments => 0;

    /// <summary>Keys that were remembered, in order.</summary>
    public ConcurrentQueue<string> RememberedKeys { get; } = new();

    /// <summary>Segments that are watched now.</summary>
    public ImmutableArray<SegmentId> Watched => [.. _watches.Keys.Select(watch => watch.Id)];

    /// <summary>The time line of a segment's lock over a window; by default it was never looked at.</summary>
    public Func<SegmentId, TimeSpan, LaneSnapshot?> Lanes { get; set; } = (_, _) => null;

    /// <summary>How often a frame was asked for.</summary>
    public int LeaseCount => Volatile.Read(ref _leases);

    public int SubscriberCount => Changed?.GetInvocationList().Length ?? 0;

    /// <summary>Shows another list and tells everybody.</summary>
    public void Show(SegmentList list)
    {
        Current = list with { Version = Current.Version + 1 };
        foreach (var watch in _watches.Keys) watch.Update(RowOf(watch.Id));
        Changed?.Invoke();
    }

    /// <summary>Shows other rows, as of the given moment.</summary>
    public void Show(DateTimeOffset swept, params SegmentRow[] rows) =>
        Show(Current with { Rows = [.. rows], SweptUtc = swept, SweepDuration = TimeSpan.FromMilliseconds(3.1), HostCpuShare = 0.006 });

    /// <summary>Replaces one row, as a sampler does.</summary>
    public void Replace(SegmentRow row) =>
        Show(Current with { Rows = [.. Current.Rows.Select(old => old.Id == row.Id ? row : old)] });

    /// <summary>What a segment's memory holds: what is leased and what the bytes view reads.</summary>
    public void SetContent(SegmentId id, byte[] bytes) => _contents[id] = bytes;

    public IDisposable Subscribe(Action changed)
    {
        Changed += changed;
        return new Subscription(() => Changed -= changed);
    }

    /// <summary>How many ask for memory without a name.</summary>
    public int UnnamedShown { get; private set; }

    public IDisposable ShowUnnamed()
    {
        UnnamedShown++;
        return new Subscription(() => UnnamedShown--);
    }

    public ISegmentWatch Watch(SegmentId id)
    {
        var watch = new FakeSegmentWatch(
            id, RowOf(id), window => Lanes(id, window),
            row => _contents.TryGetValue(row.Id, out byte[]? bytes) ? new FrameLease(row, bytes) : null,
            gone => _watches.TryRemove(gone, out _));
        _watches.TryAdd(watch, 0);
        return watch;
    }

    /// <summary>What a page has in sight; null while none does.</summary>
    public FakeActivityInterest? Interest { get; private set; }

    public IActivityInterest MeasureActivity() => Interest = new FakeActivityInterest(() => Interest = null);

    public Task<SegmentList> LookAroundAsync(CancellationToken cancellationToken) => Task.FromResult(Current);

    public Task<SegmentRow?> LookAsync(SegmentId id, CancellationToken cancellationToken) => Task.FromResult(RowOf(id));

    public Task<FrameLease?> LeaseFrameAsync(SegmentId id, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _leases);
        return Task.FromResult(RowOf(id) is { Frame: not null } row && _contents.TryGetValue(id, out byte[]? bytes)
            ? new FrameLease(row, bytes)
            : null);
    }

    public Task<BytesOutcome> ReadBytesAsync(SegmentId id, long offset, int count, CancellationToken cancellationToken)
    {
        if (RowOf(id) is not { } row)
            return Task.FromResult(new BytesOutcome(ReadStatus.Gone, default, 0, $"Cannot read {id}: there is no such segment any more."));
        if (row.ReadProblem is { } problem)
            return Task.FromResult(new BytesOutcome(ReadStatus.Denied, default, row.Facts.SizeBytes, problem));
        byte[] copy = new byte[(int)Math.Clamp(row.Facts.SizeBytes - offset, 0, count)];
        if (_contents.TryGetValue(id, out byte[]? content) && offset < content.Length)
            content.AsSpan((int)offset, (int)Math.Min(copy.Length, content.Length - offset)).CopyTo(copy);
        return Task.FromResult(new BytesOutcome(ReadStatus.Copied, copy, row.Facts.SizeBytes, null));
    }

    public void RememberQtKey(string key) => RememberedKeys.Enqueue(key);

    private SegmentRow? RowOf(SegmentId id) =>
        Current.Rows.FirstOrDefault(row => row.Id == id || row.Facts.Aliases.Contains(id));

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
