using System.Globalization;
using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.Web.Configuration;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Api;

/// <summary>
/// <c>/api/pictures</c>: picture files made of picture files, without any segment. The upload page shows by it what its browser
/// does not open, and gets by it what it will write.
/// </summary>
internal static class PictureEndpoints
{
    public static void MapPictures(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/pictures", ConvertAsync).WithTags("pictures")
            .WithSummary("Makes a PNG, JPEG, WebP or TIFF (format, width, height, quality) of the picture file that is sent; writes nothing anywhere.");

    /// <summary>Says in headers what was done to a picture.</summary>
    internal static void Announce(HttpResponse response, PictureConversion conversion)
    {
        response.Headers["X-Picture-From"] = conversion.From?.Id ?? "raw";
        response.Headers["X-Picture-Size"] = string.Create(CultureInfo.InvariantCulture, $"{conversion.Width}x{conversion.Height}");
        response.Headers["X-Picture-Full-Size"] = string.Create(CultureInfo.InvariantCulture, $"{conversion.FullWidth}x{conversion.FullHeight}");
        response.Headers["X-Picture-Bits"] = conversion.BitsPerChannel.ToString(CultureInfo.InvariantCulture);
        if (conversion.FromBitsPerChannel is { } bits)
            response.Headers["X-Picture-From-Bits"] = bits.ToString(CultureInfo.InvariantCulture);
        response.Headers["X-Picture-Turned"] = conversion.IsTurned ? "true" : "false";
    }

    private static async Task<IResult> ConvertAsync(
        HttpContext context, PictureConverter converter, DashboardOptions options, CancellationToken cancellationToken)
    {
        if (PictureQuery.Read(context.Request.Query, "", out var problem) is not { } asked)
            return Problems.BadRequest(problem!);
        if (await RequestBody.ReadAsync(context.Request, options.MaxUploadBytes, cancellationToken) is not { } body)
            return Problems.TooLarge(options.MaxUploadBytes);
        var payload = PayloadIdentifier.Identify(body.Span, body.Length);
        if (payload.Picture is null || payload.ContentOffset != 0)
        {
            return Problems.From(PublishFailure.NotAPicture, Sentence.Of(
                $"Cannot convert the upload: it is not a picture that is known here ({Amount.Bytes(body.Length)}). Send a file of one of these formats: {PictureFormats.Names}."));
        }

        var converted = await converter.ConvertAsync(body, payload, asked.Format, asked.Options, ImageLimits.Default, cancellationToken);
        if (!converted.Succeeded)
        {
            return Problems.From(
                converted.Failure.Kind == PictureFailureKind.Unsupported ? PublishFailure.UnsupportedFormat : PublishFailure.NotAPicture,
                Sentence.Of($"Cannot convert the picture: {converted.Failure.Message} {converted.Failure.Remedy}"));
        }

        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        Announce(response, converted.Conversion);
        response.ContentType = asked.Format.MediaType;
        response.ContentLength = converted.File.Length;
        await SegmentEndpoints.SendInPiecesAsync(response, converted.File, cancellationToken);
        return TypedResults.Empty;
    }
}
