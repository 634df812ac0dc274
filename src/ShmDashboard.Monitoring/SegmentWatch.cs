using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Occupancy;
using ShmDashboard.Monitoring.Running;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring;

/// <inheritdoc cref="ISegmentWatch"/>
internal sealed class SegmentWatch(SegmentId id, SegmentTracker tracker, Action stop) : ISegmentWatch
{
    private readonly Subscription _stop = new(stop);

    public SegmentId Id => id;

    public SegmentRow? Row => tracker.Row;

    public LaneSnapshot? Lane(TimeSpan window) => tracker.Lane.Snapshot(window);

    public Task<SegmentRow> WaitForNewerAsync(long sequence, CancellationToken cancellationToken) =>
        tracker.State.WaitForNewerAsync(sequence, cancellationToken);

    public FrameLease? LeaseNewest() => tracker.State.LeaseNewest();

    public IDisposable Subscribe(Action changed) => tracker.State.Subscribe(changed);

    public void Dispose() => _stop.Dispose();
}
