using System.Collections.Concurrent;
using System.Collections.Immutable;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Tests.Fakes;

/// <summary>A publisher that plans and answers as it is told, and remembers what was asked of it.</summary>
internal sealed class FakeSegmentPublisher : ISegmentPublisher
{
    /// <summary>How a plan is made; by default everything is created.</summary>
    public Func<SegmentId, PayloadKind, long, PublishPlan> Planner { get; set; } = (target, _, bytes) =>
        new() { Target = target, Action = PublishAction.Create, PayloadBytes = bytes + 4, SegmentBytes = bytes + 4, Situation = "seen so" };

    /// <summary>How a release ends; by default well, and the segment is held no more.</summary>
    public Func<SegmentId, PublishResult>? Releaser { get; set; }

    /// <summary>Segments that were released.</summary>
    public ConcurrentQueue<SegmentId> Released { get; } = new();

    public ImmutableArray<HeldSegment> Held { get; set; } = [];

    public PublishPlan Plan(SegmentId target, PayloadKind kind, long contentBytes) => Planner(target, kind, contentBytes);

    public Task<PublishPlan> PlanPictureAsync(
        SegmentId target, ReadOnlyMemory<byte> picture, PayloadKind kind, CancellationToken cancellationToken) =>
        Task.FromResult(Plan(target, kind, picture.Length));

    public Task<PublishResult> PublishPictureAsync(
        SegmentId target, ReadOnlyMemory<byte> picture, PayloadKind kind, string? situation, CancellationToken cancellationToken) =>
        Task.FromResult(Done(Plan(target, kind, picture.Length)));

    public Task<PublishResult> PublishTextAsync(
        SegmentId target, string text, PayloadKind kind, string? situation, CancellationToken cancellationToken) =>
        Task.FromResult(Done(Plan(target, kind, text.Length)));

    public Task<PublishResult> ReleaseAsync(SegmentId id, CancellationToken cancellationToken)
    {
        Released.Enqueue(id);
        if (Releaser is { } releaser) return Task.FromResult(releaser(id));
        Held = [.. Held.Where(held => held.Id != id)];
        return Task.FromResult(new PublishResult { Target = id, Action = PublishAction.Overwrite });
    }

    private static PublishResult Done(PublishPlan plan) => new()
    {
        Target = plan.Target,
        Action = plan.Action,
        PayloadBytes = plan.PayloadBytes,
        SegmentBytes = plan.SegmentBytes,
        Failure = plan.Failure,
        Problem = plan.Problem,
    };
}
