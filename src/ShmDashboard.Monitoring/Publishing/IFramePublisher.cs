using ShmDashboard.Imaging.Layouts.Writing;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>Writes pictures into segments as the programs do that write raw pixels there. Thread-safe.</summary>
public interface IFramePublisher
{
    /// <summary>Says whether a frame would be written, what would become of the picture, and who would see it. Changes nothing.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="frame">What would become of the picture.</param>
    /// <param name="blank">What would be made where there is no such segment; null: then nothing is written.</param>
    PublishPlan PlanFrame(SegmentId target, FrameConversion frame, BlankSegment? blank = null);

    /// <summary>
    /// Writes a picture as the next frame of a segment, fitted to the frame's own size and format; in a segment of its own where there is
    /// none of that name and the order says how it is made.
    /// </summary>
    /// <param name="target">Where to.</param>
    /// <param name="order">By which layout, and how.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="situation">As <see cref="ISegmentPublisher.PublishPictureAsync"/> has it.</param>
    /// <param name="cancellationToken">Honoured while waiting for the lock, not while writing.</param>
    Task<PublishResult> PublishFrameAsync(
        SegmentId target, FrameOrder order, PixelBuffer picture, string? situation, CancellationToken cancellationToken);
}
