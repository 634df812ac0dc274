using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Occupancy;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring;

/// <summary>One viewer's interest in one segment. Dispose it when nobody looks any more. Thread-safe.</summary>
public interface ISegmentWatch : IDisposable
{
    /// <summary>What was asked for.</summary>
    SegmentId Id { get; }

    /// <summary>The newest that is known; null until it was looked for, or while it has never been there.</summary>
    SegmentRow? Row { get; }

    /// <summary>
    /// Waits until the segment's content has a sequence number above <paramref name="sequence"/>, and returns the newest
    /// row, at once if it is newer already. For painting: ask again only after the last was painted.
    /// </summary>
    Task<SegmentRow> WaitForNewerAsync(long sequence, CancellationToken cancellationToken);

    /// <summary>
    /// The newest content as it is known: nothing is looked at for it. Null while there is none. Dispose the lease.
    /// </summary>
    FrameLease? LeaseNewest();

    /// <summary>
    /// How a raw picture is shown from now on: as long as all who show it only show it so, it is made smaller while it is read and its
    /// bytes are not kept. Null, or a look that a reduction cannot serve: the bytes are needed. Who never says shows nothing.
    /// </summary>
    void Show(PictureWish? wish);

    /// <summary>
    /// The newest content, shown as was wished; null while there is none that was made so, and <see cref="LeaseNewest"/> may have its
    /// bytes. Dispose the lease.
    /// </summary>
    PictureLease? LeasePicture(PictureWish wish);

    /// <summary>
    /// The time line of its lock over the last <paramref name="window"/>, above zero: who had it when, who waited, when the
    /// content changed. Null before the first look at it. Costs microseconds for a quiet lock, 2 ms for the busiest.
    /// </summary>
    LaneSnapshot? Lane(TimeSpan window);

    /// <summary>Calls back when <see cref="Row"/> was replaced (facts, lock, attached, content), at most 30 times a second.</summary>
    IDisposable Subscribe(Action changed);
}
