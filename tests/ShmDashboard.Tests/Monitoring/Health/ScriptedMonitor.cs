using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Activity;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.Monitoring.Health;

/// <summary>A segment monitor that lists what it is told; all that health asks of one.</summary>
internal sealed class ScriptedMonitor : ISegmentMonitor
{
    public SegmentList Current { get; private set; } = SegmentList.Empty;

    public int WatchedSegments => 0;

    public void Show(params SegmentRow[] rows) => Current = Current with { Version = Current.Version + 1, Rows = [.. rows] };

    public Task<SegmentList> LookAroundAsync(CancellationToken cancellationToken) => Task.FromResult(Current);

    public IDisposable Subscribe(Action changed) => throw new NotSupportedException();

    public IActivityInterest MeasureActivity() => throw new NotSupportedException();

    public IDisposable ShowUnnamed() => throw new NotSupportedException();

    public ISegmentWatch Watch(SegmentId id) => throw new NotSupportedException();

    public Task<SegmentRow?> LookAsync(SegmentId id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<FrameLease?> LeaseFrameAsync(SegmentId id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<BytesOutcome> ReadBytesAsync(SegmentId id, long offset, int count, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public void RememberQtKey(string key) => throw new NotSupportedException();
}
