using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.Writing;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.Monitoring.Wording;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>Frames of raw pixels: written where and as the layout's own writers do it, and nothing else of the segment.</summary>
public sealed partial class SegmentPublisher
{
    // A frame is prepared in a copy of its segment: more than any picture needs, and what a host can spare.
    private const long MaxFrameSegmentBytes = 256L << 20;

    /// <inheritdoc/>
    public PublishPlan PlanFrame(SegmentId target, PixelLayout pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        return PlanFrame(target, pixels.EndOffset, _recentScan.Get) with { PayloadBytes = pixels.LengthBytes };
    }

    /// <inheritdoc/>
    public async Task<PublishResult> PublishFrameAsync(
        SegmentId target, LayoutDocument document, PixelBuffer picture, string? situation, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(
                () => WriteFrame(target, document, picture, situation, cancellationToken), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    private PublishPlan PlanFrame(SegmentId target, long endOffset, Func<AttachmentMap> scan)
    {
        var plan = Plan(target, PayloadKind.File, endOffset, scan);
        if (plan.Action == PublishAction.Overwrite && plan.SegmentBytes > MaxFrameSegmentBytes)
        {
            return Refuse(plan, PublishFailure.TooLarge, Sentence.Of(
                $"Cannot write a frame to '{plan.Target}': the segment has {Number(plan.SegmentBytes)} bytes, and frames are written into {Number(MaxFrameSegmentBytes)} at the most. Have its own program write it."));
        }

        return plan.Action is PublishAction.Overwrite or PublishAction.Refuse ? plan : Refuse(plan, PublishFailure.NotFound, Sentence.Of(
            $"Cannot write a frame to '{plan.Target}': there is no such segment that is large enough. Let its program make it, then try again."));
    }

    private PublishResult WriteFrame(
        SegmentId target, LayoutDocument document, PixelBuffer picture, string? situation, CancellationToken cancellationToken)
    {
        var plan = PlanFrame(target, 0, _catalog.ScanAttachments);
        if (plan.Action == PublishAction.Refuse)
            return Refused(target, plan.Failure, plan.Problem!);
        if (situation is not null && situation != plan.Situation)
            return Refused(target, PublishFailure.SituationChanged, SituationChanged(plan));

        return Attempt(plan, () =>
        {
            if (plan.Target.Scheme != SegmentScheme.Qt)
                return WritePosixFrame(plan, document, picture);
            LetGoOfTheReplaced(plan.Target);
            return OverwriteQt(plan, exactly: situation is not null, plan.SegmentBytes,
                segment => WriteSteps(plan, document, picture, segment.Read, segment.Write), cancellationToken);
        });
    }

    private PublishResult WritePosixFrame(PublishPlan plan, LayoutDocument document, PixelBuffer picture)
    {
        using var segment = PosixSegment.Open(plan.Target.Value, writable: true);
        if (segment.FileIdentity != plan.Met!.FileIdentity)
            return MadeAnew(plan);
        return WriteSteps(plan, document, picture, segment.Read, segment.Write, segment.Reserve);
    }

    private PublishResult WriteSteps(
        PublishPlan plan, LayoutDocument document, PixelBuffer picture, Reading read, Writing write, Action<long, long>? reserve = null)
    {
        byte[] copy = new byte[plan.SegmentBytes];
        int length = 0;
        while (length < copy.Length && read(length, copy.AsSpan(length)) is > 0 and var count)
            length += count;
        if (FrameWriting.Prepare(document, copy.AsSpan(0, length), picture, _time.GetUtcNow(), out string? problem) is not { } frame)
        {
            return Refused(plan.Target, PublishFailure.NotAPicture, Sentence.Of(
                $"Cannot write the picture to '{plan.Target}' by its layout: {problem} Correct the layout, then try again."));
        }

        // As with a whole upload: half a frame would be worse than none.
        foreach (var step in frame.Steps)
            reserve?.Invoke(step.Offset, step.Bytes.Length);
        foreach (var step in frame.Steps)
            write(step.Offset, step.Bytes.Span);
        return Done(plan, frame.Pixels.LengthBytes, plan.SegmentBytes);
    }

    private delegate int Reading(long offset, Span<byte> destination);

    private delegate void Writing(long offset, ReadOnlySpan<byte> source);
}
