using System.Diagnostics;
using ShmDashboard.Imaging.Layouts.Writing;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.SharedMemory.SystemV;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>
/// Writes frames of raw pixels where and as the layout's own writers do it, and nothing else of the segment. One write at a time.
/// </summary>
/// <param name="qt">Writes under Qt's lock.</param>
/// <param name="posix">Makes segments without a lock.</param>
/// <param name="holds">What the dashboard holds.</param>
/// <param name="time">The clock, for headers that have one.</param>
internal sealed class FrameWriter(QtWriter qt, PosixWriter posix, HoldBook holds, TimeProvider time)
{
    /// <summary>Writes a frame; <paramref name="exactly"/>: only into the segment that the plan met.</summary>
    public PublishResult Write(
        PublishPlan plan, bool exactly, FrameOrder order, PixelBuffer picture, CancellationToken cancellationToken)
    {
        if (plan.Action == PublishAction.Create)
            return Create(plan, exactly, order, picture, cancellationToken);
        switch (plan.Target.Scheme)
        {
            case SegmentScheme.SystemV:
                using (var segment = SystemVSegment.Open(plan.Met!.SystemV!.ShmId))
                    return segment.SizeBytes == plan.SegmentBytes ? WriteSteps(plan, order, picture, segment.Read, segment.Write) : PublishOutcomes.MadeAnew(plan);
            case SegmentScheme.Posix:
                return PosixWriter.Change(plan,
                    segment => WriteSteps(plan, order, picture, segment.Read, segment.Write, segment.Reserve));
            case SegmentScheme.Qt:
                holds.LetGoOfTheReplaced(plan.Target);
                return qt.Overwrite(plan, exactly, plan.SegmentBytes,
                    segment => WriteSteps(plan, order, picture, segment.Read, segment.Write), cancellationToken);
            default:
                throw new UnreachableException();
        }
    }

    private PublishResult Create(
        PublishPlan plan, bool exactly, FrameOrder order, PixelBuffer picture, CancellationToken cancellationToken)
    {
        byte[] segment = new byte[plan.SegmentBytes];
        order.Blank!.Fill(segment);
        byte[] blank = [.. segment];
        if (Prepare(order, segment, picture, out var problem) is not { } frame)
            return NotSo(plan, problem!);
        if ((frame.Pixels.Width, frame.Pixels.Height, frame.Pixels.Format) != (order.Blank.Pixels.Width, order.Blank.Pixels.Height, order.Blank.Pixels.Format))
        {
            return PublishOutcomes.Refused(plan.Target, PublishFailure.NotAPicture, Sentence.Of(
                $"Cannot make '{plan.Target}' in this layout: its header would be read as {frame.Pixels.ToString()} instead of {order.Blank.Pixels.ToString()}. Choose another layout or size."));
        }

        if (plan.Target.Scheme != SegmentScheme.Qt)
            return Told(posix.Create(plan, blank, frame.Steps), order, picture, frame);
        foreach (var step in frame.Steps)
            step.Bytes.Span.CopyTo(blank.AsSpan((int)step.Offset));
        return Told(qt.Write(plan, exactly, blank, cancellationToken), order, picture, frame);
    }

    private FrameWriting? Prepare(FrameOrder order, Span<byte> copy, PixelBuffer picture, out Sentence? problem) =>
        FrameWriting.Prepare(order.Document, copy, picture, order.Fitting, time.GetUtcNow(), out problem);

    private static PublishResult Told(PublishResult result, FrameOrder order, PixelBuffer picture, FrameWriting frame) => result with
    {
        PayloadBytes = frame.Pixels.LengthBytes,
        Frame = new FrameConversion(order.Document, frame.Pixels, picture.Width, picture.Height, order.Fitting),
    };

    private static PublishResult NotSo(PublishPlan plan, Sentence problem) => PublishOutcomes.Refused(plan.Target, PublishFailure.NotAPicture, Sentence.Of(
        $"Cannot write the picture to '{plan.Target}' by its layout: {problem} Correct the layout, then try again."));

    private PublishResult WriteSteps(
        PublishPlan plan, FrameOrder order, PixelBuffer picture, Reading read, Writing write, Action<long, long>? reserve = null)
    {
        byte[] copy = new byte[plan.SegmentBytes];
        int length = 0;
        while (length < copy.Length && read(length, copy.AsSpan(length)) is > 0 and var count)
            length += count;
        if (Prepare(order, copy.AsSpan(0, length), picture, out var problem) is not { } frame)
            return NotSo(plan, problem!);

        // As with a whole upload: half a frame would be worse than none.
        foreach (var step in frame.Steps)
            reserve?.Invoke(step.Offset, step.Bytes.Length);
        foreach (var step in frame.Steps)
            write(step.Offset, step.Bytes.Span);
        return Told(PublishOutcomes.Done(plan, frame.Pixels.LengthBytes, plan.SegmentBytes), order, picture, frame);
    }

    private delegate int Reading(long offset, Span<byte> destination);

    private delegate void Writing(long offset, ReadOnlySpan<byte> source);
}
