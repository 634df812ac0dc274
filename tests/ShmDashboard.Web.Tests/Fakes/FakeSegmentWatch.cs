using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Occupancy;
using ShmDashboard.Monitoring.Running;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Tests.Fakes;

/// <summary>A watch that follows the fake monitor's rows. Thread-safe.</summary>
internal sealed class FakeSegmentWatch(
    SegmentId id, SegmentRow? row, Func<TimeSpan, LaneSnapshot?> lane, Func<SegmentRow, FrameLease?> lease,
    Action<FakeSegmentWatch> disposed) : ISegmentWatch
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private event Action? Changed;

    public SegmentId Id => id;

    public SegmentRow? Row { get; private set; } = row;

    /// <summary>The monitor has another row; one that has gone stays, marked so.</summary>
    public void Update(SegmentRow? row)
    {
        lock (_gate)
        {
            var shown = row ?? (Row is { Gone: false } last ? last with { Gone = true } : Row);
            if (ReferenceEquals(shown, Row)) return;
            Row = shown;
            _next.TrySetResult();
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        Changed?.Invoke();
    }

    public async Task<SegmentRow> WaitForNewerAsync(long sequence, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (_gate)
            {
                if (Row is { Frame.Sequence: var newest } row && newest > sequence) return row;
                next = _next.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    public FrameLease? LeaseNewest() => Row is { Frame: not null, Gone: false } row ? lease(row) : null;

    public void Show(PictureWish? wish)
    {
        // Only real watches make pictures.
    }

    public PictureLease? LeasePicture(PictureWish wish) => null;

    public LaneSnapshot? Lane(TimeSpan window) => lane(window);

    public IDisposable Subscribe(Action changed)
    {
        Changed += changed;
        return new Subscription(() => Changed -= changed);
    }

    public void Dispose() => disposed(this);

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
