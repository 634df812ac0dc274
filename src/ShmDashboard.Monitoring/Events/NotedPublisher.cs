using System.Collections.Immutable;
using ShmDashboard.Imaging.Layouts.Writing;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Events;

/// <summary>A publisher whose deeds are noted.</summary>
/// <param name="publisher">Who does them.</param>
/// <param name="frames">Who writes frames.</param>
/// <param name="log">Where they are noted.</param>
public sealed class NotedPublisher(ISegmentPublisher publisher, IFramePublisher frames, EventLog log) : ISegmentPublisher, IFramePublisher
{
    /// <inheritdoc/>
    public PublishPlan PlanFrame(SegmentId target, FrameConversion frame, BlankSegment? blank = null) => frames.PlanFrame(target, frame, blank);

    /// <inheritdoc/>
    public async Task<PublishResult> PublishFrameAsync(
        SegmentId target, FrameOrder order, PixelBuffer picture, string? situation, CancellationToken cancellationToken) =>
        Note(await frames.PublishFrameAsync(target, order, picture, situation, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public ImmutableArray<HeldSegment> Held => publisher.Held;

    /// <inheritdoc/>
    public bool IsHeld(SegmentId id) => publisher.IsHeld(id);

    /// <inheritdoc/>
    public PublishPlan Plan(SegmentId target, PayloadKind kind, long contentBytes) => publisher.Plan(target, kind, contentBytes);

    /// <inheritdoc/>
    public Task<PublishPlan> PlanPictureAsync(
        SegmentId target, ReadOnlyMemory<byte> picture, PayloadKind kind, CancellationToken cancellationToken) =>
        publisher.PlanPictureAsync(target, picture, kind, cancellationToken);

    /// <inheritdoc/>
    public async Task<PublishResult> PublishPictureAsync(
        SegmentId target, ReadOnlyMemory<byte> picture, PayloadKind kind, string? situation, CancellationToken cancellationToken) =>
        Note(await publisher.PublishPictureAsync(target, picture, kind, situation, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public async Task<PublishResult> PublishTextAsync(
        SegmentId target, string text, PayloadKind kind, string? situation, CancellationToken cancellationToken) =>
        Note(await publisher.PublishTextAsync(target, text, kind, situation, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public async Task<PublishResult> ReleaseAsync(SegmentId id, CancellationToken cancellationToken) =>
        Note(await publisher.ReleaseAsync(id, cancellationToken).ConfigureAwait(false));

    private PublishResult Note(PublishResult result)
    {
        if (result.Succeeded)
        {
            log.Note(new SegmentEvent
            {
                Kind = result.Action == PublishAction.Release ? SegmentEventKind.Released : SegmentEventKind.Written,
                Segment = result.Target,
                Name = result.Target.Value,
                ByDashboard = true,
                Sentence = Words(result),
            });
        }

        return result;
    }

    private static Sentence Words(PublishResult result) => result.Action switch
    {
        PublishAction.Release => "The dashboard let go of it.",
        PublishAction.Create => Sentence.Of($"Made through the dashboard, {Amount.Bytes(result.PayloadBytes)} written."),
        PublishAction.Recreate => Sentence.Of($"Made anew through the dashboard, {Amount.Bytes(result.PayloadBytes)} written."),
        _ => Sentence.Of($"Overwritten through the dashboard, {Amount.Bytes(result.PayloadBytes)}."),
    };
}
