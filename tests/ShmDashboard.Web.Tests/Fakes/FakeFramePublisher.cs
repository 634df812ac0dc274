using System.Collections.Concurrent;
using ShmDashboard.Imaging.Layouts.Writing;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Tests.Fakes;

/// <summary>Writes no frames, but keeps them.</summary>
internal sealed class FakeFramePublisher : IFramePublisher
{
    /// <summary>What was to be written.</summary>
    public ConcurrentQueue<(SegmentId Target, PixelBuffer Picture, string? Situation)> Written { get; } = new();

    public PublishPlan PlanFrame(SegmentId target, FrameConversion frame, BlankSegment? blank = null) => new()
    {
        Target = target, Action = blank is null ? PublishAction.Overwrite : PublishAction.Create, PayloadBytes = frame.Pixels.LengthBytes,
        SegmentBytes = blank?.SizeBytes ?? frame.Pixels.EndOffset, Situation = "as it is", Frame = frame,
    };

    public Task<PublishResult> PublishFrameAsync(
        SegmentId target, FrameOrder order, PixelBuffer picture, string? situation, CancellationToken cancellationToken)
    {
        Written.Enqueue((target, picture, situation));
        return Task.FromResult(new PublishResult { Target = target, Action = PublishAction.Overwrite, PayloadBytes = 1 });
    }
}
