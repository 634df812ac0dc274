using Microsoft.AspNetCore.Http.HttpResults;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Web.Configuration;
using ShmDashboard.Web.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Api;

/// <summary>Pictures written as the next frame of a segment of raw pixels.</summary>
internal static class FrameEndpoints
{
    public static void MapFrames(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSegmentGroup().WithTags("layouts");
        group.MapPut("/{id}/frame", PutAsync)
            .WithSummary("Writes a picture as the next frame of raw pixels: fitted to the layout's own size, stride and pixel format. The same as PUT picture with payload=layout.");
        group.MapGet("/{id}/plan/frame", PlanAsync).WithSummary("What writing a frame would do, to whom, and what becomes of a picture's size.");
    }

    private static async Task<Results<Ok<FramePlanDto>, Refusal>> PlanAsync(
        SegmentAddress address, FrameTargets targets, IFramePublisher publisher, SentenceWords words, int width, int height,
        CancellationToken cancellationToken)
    {
        if (width < 1 || height < 1)
            return Problems.BadRequest(Sentence.Of($"Cannot plan a frame from {width} x {height} pixels: expected 1 or more for each."));
        var (target, problem) = await targets.ResolveAsync(address.Id, new FrameChoice(null), width, height, cancellationToken);
        if (target is not { Frame: { Pixels: var pixels, Place: { Target: var place } how } frame })
            return Problems.From(PublishFailure.NotFound, problem!);
        return TypedResults.Ok(new FramePlanDto(
            pixels.ShownWidth, pixels.ShownHeight, pixels.Format.Name, how.IsScaled,
            place.X, place.Y, place.Width, place.Height, PublishPlanDto.From(publisher.PlanFrame(address.Id, frame), words)));
    }

    private static async Task<Results<Ok<PublishDto>, Refusal>> PutAsync(
        SegmentAddress address, HttpRequest request, FrameWrites writes, DashboardOptions options, CancellationToken cancellationToken,
        string? situation = null) =>
        await RequestBody.ReadAsync(request, options.MaxUploadBytes, cancellationToken) is { } body
            ? await writes.WriteAsync(address.Id, new FrameChoice(null), body, situation, cancellationToken)
            : Problems.TooLarge(options.MaxUploadBytes);
}
