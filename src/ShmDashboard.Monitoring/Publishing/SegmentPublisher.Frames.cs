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

        long started = _time.GetTimestamp();
        try
        {
            var result = plan.Target.Scheme == SegmentScheme.Qt
                ? WriteQtFrame(plan, document, picture, cancellationToken)
                : WritePosixFrame(plan, document, picture);
            return result with { Duration = _time.GetElapsedTime(started) };
        }
        catch (QtSharedMemoryException error)
        {
            return Refused(plan.Target, FailureOf(error.Error), error.Error == QtSharedMemoryError.LockTimeout
                ? LockedOut(plan.Target, error)
                : Failed(plan.Target, error));
        }
        catch (UnauthorizedAccessException error)
        {
            return Refused(plan.Target, PublishFailure.Denied, Failed(plan.Target, error));
        }
        catch (IOException error)
        {
            return Refused(plan.Target, PublishFailure.Failed, Failed(plan.Target, error));
        }
    }

    private PublishResult WritePosixFrame(PublishPlan plan, LayoutDocument document, PixelBuffer picture)
    {
        using var segment = PosixSegment.Open(plan.Target.Value, writable: true);
        if (segment.FileIdentity != plan.Met!.FileIdentity)
            return MadeAnew(plan);
        return WriteSteps(plan, document, picture, segment.Read, segment.Write);
    }

    private PublishResult WriteQtFrame(PublishPlan plan, LayoutDocument document, PixelBuffer picture, CancellationToken cancellationToken)
    {
        bool held = _holds.TryGetValue(plan.Target, out var hold);
        var segment = held ? (QtSharedMemory)hold!.Owned : QtSharedMemory.Attach(plan.Target.Value, QtAccess.ReadWrite, OptionsFor(plan.Target));
        try
        {
            segment.Lock(_options.LockTimeout, cancellationToken);
            try
            {
                return WriteSteps(plan, document, picture, segment.Read, segment.Write);
            }
            finally
            {
                segment.Unlock();
            }
        }
        finally
        {
            if (!held)
                segment.Dispose();
        }
    }

    private PublishResult WriteSteps(PublishPlan plan, LayoutDocument document, PixelBuffer picture, Reading read, Writing write)
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

        foreach (var step in frame.Steps)
            write(step.Offset, step.Bytes.Span);
        return Done(plan, frame.Pixels.LengthBytes, plan.SegmentBytes);
    }

    private delegate int Reading(long offset, Span<byte> destination);

    private delegate void Writing(long offset, ReadOnlySpan<byte> source);
}
