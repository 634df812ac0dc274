using Microsoft.AspNetCore.Http.HttpResults;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Web.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Api;

/// <summary>Picture files to frames of raw pixels: planned and written as programs ask for it. Thread-safe.</summary>
internal sealed class FrameWrites(FrameTargets targets, IFramePublisher publisher, PictureConverter converter)
{
    /// <summary>What writing just this picture would do. Its size is known without decoding it.</summary>
    public async Task<Results<Ok<PublishPlanDto>, Refusal>> PlanAsync(
        SegmentId id, FrameChoice choice, ReadOnlyMemory<byte> file, SentenceWords words, CancellationToken cancellationToken)
    {
        if (PayloadIdentifier.Identify(file.Span, file.Length) is not { Picture.CanDecode: true, Width: { } width, Height: { } height, IsDamaged: false })
            return NotAPicture(id, file.Length);
        var (target, problem) = await targets.ResolveAsync(id, choice, width, height, cancellationToken);
        return target is null ? Problems.From(PublishFailure.NotFound, problem!)
            : TypedResults.Ok(PublishPlanDto.From(publisher.PlanFrame(id, target.Frame, target.Order.Blank), words));
    }

    /// <summary>Writes it, in the situation that was shown if one is given.</summary>
    public async Task<Results<Ok<PublishDto>, Refusal>> WriteAsync(
        SegmentId id, FrameChoice choice, ReadOnlyMemory<byte> file, string? situation, CancellationToken cancellationToken)
    {
        if (await converter.DecodeAsync(file, cancellationToken) is not { Picture: { } picture })
            return NotAPicture(id, file.Length);
        var (target, problem) = await targets.ResolveAsync(id, choice, picture.Width, picture.Height, cancellationToken);
        if (target is null)
            return Problems.From(PublishFailure.NotFound, problem!);
        var result = await publisher.PublishFrameAsync(id, target.Order, picture, situation, cancellationToken);
        await targets.RememberAsync(result, cancellationToken);
        return result.Succeeded
            ? TypedResults.Ok(PublishDto.From(result))
            : Problems.From(result.Failure, result.Problem!);
    }

    private static Refusal NotAPicture(SegmentId id, int bytes) => Problems.From(
        PublishFailure.NotAPicture,
        Sentence.Of($"Cannot write a frame to '{id}': what was sent ({Amount.Bytes(bytes)}) is no whole picture that is decoded here. Send a PNG or JPEG file."));
}
