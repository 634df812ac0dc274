using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>
/// Writes pictures and text into segments as a well-behaved peer, and holds what it made until released. The seam for
/// component tests; <see cref="SegmentPublisher"/> in production. Thread-safe.
/// </summary>
public interface ISegmentPublisher
{
    /// <summary>What is held now.</summary>
    ImmutableArray<HeldSegment> Held { get; }

    /// <summary>Whether a segment is held: asked of every segment in every sweep.</summary>
    bool IsHeld(SegmentId id) => Held.Any(held => held.Id == id);

    /// <summary>Says what writing would do. Changes nothing; who is attached may be a second old.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="kind">How the content will be laid out.</param>
    /// <param name="contentBytes">Length of the picture file; for text the payload's whole length.</param>
    PublishPlan Plan(SegmentId target, PayloadKind kind, long contentBytes);

    /// <summary>
    /// Says what writing just this picture would do, converted where Qt's stream does not carry its format
    /// (<see cref="PublishPlan.Conversion"/>). Changes nothing.
    /// </summary>
    Task<PublishPlan> PlanPictureAsync(
        SegmentId target, ReadOnlyMemory<byte> picture, PayloadKind kind, CancellationToken cancellationToken);

    /// <summary>Verifies a picture file and writes it.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="picture">The file; for <see cref="PayloadKind.QtImage"/> what is no PNG is made one.</param>
    /// <param name="kind"><see cref="PayloadKind.QtImage"/> or <see cref="PayloadKind.File"/>.</param>
    /// <param name="situation">
    /// <see cref="PublishPlan.Situation"/> of the plan that was shown: in any other nothing is done
    /// (<see cref="PublishFailure.SituationChanged"/>). Null: whatever is met.
    /// </param>
    /// <param name="cancellationToken">Honoured while waiting for the lock, not while writing.</param>
    Task<PublishResult> PublishPictureAsync(
        SegmentId target, ReadOnlyMemory<byte> picture, PayloadKind kind, string? situation, CancellationToken cancellationToken);

    /// <summary>Writes text; in the given situation, as a picture.</summary>
    Task<PublishResult> PublishTextAsync(
        SegmentId target, string text, PayloadKind kind, string? situation, CancellationToken cancellationToken);

    /// <summary>Lets go of a held segment as a Qt program would: if nobody else is attached, it is gone.</summary>
    Task<PublishResult> ReleaseAsync(SegmentId id, CancellationToken cancellationToken);
}
