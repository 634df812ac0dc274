using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.Writing;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring.Wording;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>
/// Writes frames of raw pixels where and as the layout's own writers do it, and nothing else of the segment. One write at a time.
/// </summary>
/// <param name="qt">Writes under Qt's lock.</param>
/// <param name="holds">What the dashboard holds.</param>
/// <param name="time">The clock, for headers that have one.</param>
internal sealed class FrameWriter(QtWriter qt, HoldBook holds, TimeProvider time)
{
    /// <summary>Writes a frame; <paramref name="exactly"/>: only into the segment that the plan met.</summary>
    public PublishResult Write(
        PublishPlan plan, bool exactly, LayoutDocument document, PixelBuffer picture, CancellationToken cancellationToken)
    {
        if (plan.Target.Scheme != SegmentScheme.Qt)
        {
            return PosixWriter.Change(plan,
                segment => WriteSteps(plan, document, picture, segment.Read, segment.Write, segment.Reserve));
        }

        holds.LetGoOfTheReplaced(plan.Target);
        return qt.Overwrite(plan, exactly, plan.SegmentBytes,
            segment => WriteSteps(plan, document, picture, segment.Read, segment.Write), cancellationToken);
    }

    private PublishResult WriteSteps(
        PublishPlan plan, LayoutDocument document, PixelBuffer picture, Reading read, Writing write, Action<long, long>? reserve = null)
    {
        byte[] copy = new byte[plan.SegmentBytes];
        int length = 0;
        while (length < copy.Length && read(length, copy.AsSpan(length)) is > 0 and var count)
            length += count;
        if (FrameWriting.Prepare(document, copy.AsSpan(0, length), picture, time.GetUtcNow(), out string? problem) is not { } frame)
        {
            return PublishOutcomes.Refused(plan.Target, PublishFailure.NotAPicture, Sentence.Of(
                $"Cannot write the picture to '{plan.Target}' by its layout: {Sentence.FromString(problem!)} Correct the layout, then try again."));
        }

        // As with a whole upload: half a frame would be worse than none.
        foreach (var step in frame.Steps)
            reserve?.Invoke(step.Offset, step.Bytes.Length);
        foreach (var step in frame.Steps)
            write(step.Offset, step.Bytes.Span);
        return PublishOutcomes.Done(plan, frame.Pixels.LengthBytes, plan.SegmentBytes);
    }

    private delegate int Reading(long offset, Span<byte> destination);

    private delegate void Writing(long offset, ReadOnlySpan<byte> source);
}
