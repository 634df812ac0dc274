using System.Collections.Concurrent;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Tests.Fakes;

/// <summary>Writes no frames, but keeps them.</summary>
internal sealed class FakeFramePublisher : IFramePublisher
{
    /// <summary>What was to be written.</summary>
    public ConcurrentQueue<(SegmentId Target, PixelBuffer Picture, string? Situation)> Written { get; } = new();

    public PublishPlan PlanFrame(SegmentId target, PixelLayout pixels) => new()
    {
        Target = target, Action = PublishAction.Overwrite, PayloadBytes = pixels.LengthBytes, SegmentBytes = pixels.EndOffset, Situation = "as it is",
    };

    public Task<PublishResult> PublishFrameAsync(
        SegmentId target, LayoutDocument document, PixelBuffer picture, string? situation, CancellationToken cancellationToken)
    {
        Written.Enqueue((target, picture, situation));
        return Task.FromResult(new PublishResult { Target = target, Action = PublishAction.Overwrite, PayloadBytes = 1 });
    }
}
