using Microsoft.AspNetCore.Http.HttpResults;
using ShmDashboard.Imaging.Layouts.Writing;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Web.Configuration;

namespace ShmDashboard.Web.Api;

/// <summary>Pictures written as the next frame of a segment of raw pixels.</summary>
internal static class FrameEndpoints
{
    public static void MapFrames(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSegmentGroup().WithTags("layouts");
        group.MapPut("/{id}/frame", PutAsync)
            .WithSummary("Writes a picture as the next frame of raw pixels: fitted to the layout's own size, stride and pixel format.");
        group.MapGet("/{id}/plan/frame", PlanAsync).WithSummary("What writing a frame would do, to whom, and what becomes of a picture's size.");
    }

    private static async Task<Results<Ok<FramePlanDto>, ProblemHttpResult>> PlanAsync(
        SegmentAddress address, ISegmentMonitor monitor, IFramePublisher publisher, SentenceWords words, int width, int height,
        CancellationToken cancellationToken)
    {
        if (width < 1 || height < 1)
            return Problems.BadRequest($"Cannot plan a frame from {width} x {height} pixels: expected 1 or more for each.");
        using var lease = await monitor.LeaseFrameAsync(address.Id, cancellationToken);
        if (lease is null)
            return Problems.NoSegment(address.Id.ToString());
        if (lease.Info.Payload.Layout is not { Pixels: var pixels })
            return NoLayout(address);
        var place = PictureFit.Place(width, height, pixels.Width, pixels.Height);
        return TypedResults.Ok(new FramePlanDto(
            pixels.Width, pixels.Height, pixels.Format.Name, place.Width != width || place.Height != height,
            place.X, place.Y, place.Width, place.Height, PublishPlanDto.From(publisher.PlanFrame(address.Id, pixels), words)));
    }

    private static async Task<Results<Ok<PublishDto>, ProblemHttpResult>> PutAsync(
        SegmentAddress address, HttpRequest request, ISegmentMonitor monitor, IFramePublisher publisher, DashboardOptions options, TimeProvider time,
        SentenceWords words, CancellationToken cancellationToken, string? situation = null)
    {
        if (await RequestBody.ReadAsync(request, options.MaxUploadBytes, cancellationToken) is not { } body)
            return Problems.TooLarge(options.MaxUploadBytes);
        if (await Task.Run(() => Decode(body, time, cancellationToken), cancellationToken) is not { Picture: { } picture })
            return NotAPicture(address, body);
        using var lease = await monitor.LeaseFrameAsync(address.Id, cancellationToken);
        if (lease is null)
            return Problems.NoSegment(address.Id.ToString());
        if (lease.Info.Payload.Layout is not { } layout)
            return NoLayout(address);
        var result = await publisher.PublishFrameAsync(address.Id, layout.Document, picture, situation, cancellationToken);
        return result.Succeeded
            ? TypedResults.Ok(PublishDto.From(result))
            : Problems.From(result.Failure, words.Of(result.Problem!));
    }

    /// <summary>The pixels of a picture file.</summary>
    public static RenderResult Decode(ReadOnlyMemory<byte> file, TimeProvider time, CancellationToken cancellationToken) =>
        new PictureRenderer(new EncodedPixels(time)).Render(
            file, PayloadIdentifier.Identify(file.Span, file.Length), ImageLimits.Default, cancellationToken);

    private static ProblemHttpResult NotAPicture(SegmentAddress address, ReadOnlyMemory<byte> body) => Problems.From(
        PublishFailure.NotAPicture,
        $"Cannot write a frame to '{address.Id}': the {body.Length} bytes that were sent are no whole picture that is decoded here. Send a PNG or JPEG file.");

    private static ProblemHttpResult NoLayout(SegmentAddress address) => Problems.NoPicture(
        address.Id.ToString(), "it holds no raw pixels whose layout is known. Lay one down first.");
}
