using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>Writes pictures into segments as the programs do that write raw pixels there. Thread-safe.</summary>
public interface IFramePublisher
{
    /// <summary>Says whether a frame would be written, and who would see it. Changes nothing.</summary>
    PublishPlan PlanFrame(SegmentId target, PixelLayout pixels);

    /// <summary>Writes a picture as the next frame of a segment that exists: fitted to the frame's own size and format.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="document">By which layout.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="situation">As <see cref="ISegmentPublisher.PublishPictureAsync"/> has it.</param>
    /// <param name="cancellationToken">Honoured while waiting for the lock, not while writing.</param>
    Task<PublishResult> PublishFrameAsync(
        SegmentId target, LayoutDocument document, PixelBuffer picture, string? situation, CancellationToken cancellationToken);
}
