using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Occupancy;
using ShmDashboard.Monitoring.Running;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring;

/// <inheritdoc cref="ISegmentWatch"/>
internal sealed class SegmentWatch(SegmentId id, SegmentTracker tracker, Action stop) : ISegmentWatch
{
    private const int Asked = 1, Ended = 2;

    private readonly Subscription _stop = new(stop);
    private int _lane;

    public SegmentId Id => id;

    public SegmentRow? Row => tracker.Row;

    // 200 looks a second at a lock are for whoever asks for its time line, not for every row of a list.
    public LaneSnapshot? Lane(TimeSpan window)
    {
        if (Interlocked.CompareExchange(ref _lane, Asked, 0) == 0)
            tracker.CountLaneViewer(more: true);
        return tracker.Lane.Snapshot(window);
    }

    public Task<SegmentRow> WaitForNewerAsync(long sequence, CancellationToken cancellationToken) =>
        tracker.State.WaitForNewerAsync(sequence, cancellationToken);

    public FrameLease? LeaseNewest() => tracker.State.LeaseNewest();

    public void Show(PictureWish? wish) => tracker.State.Wishes.Set(this, wish);

    public PictureLease? LeasePicture(PictureWish wish) => tracker.State.LeasePicture(wish);

    public IDisposable Subscribe(Action changed) => tracker.State.Subscribe(changed);

    public void Dispose()
    {
        tracker.State.Wishes.Remove(this);
        _stop.Dispose();
        if (Interlocked.Exchange(ref _lane, Ended) == Asked)
            tracker.CountLaneViewer(more: false);
    }
}
