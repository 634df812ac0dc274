using System.Globalization;
using System.Net.Mime;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Display;
using ShmDashboard.Imaging.Layouts.Writing;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Web.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Api;

/// <summary>
/// A frame's picture as a program asks for it: the file as it is, a file of another format or size, the pixels' bytes, or a
/// NumPy array of their true values.
/// </summary>
internal sealed class PictureAnswers(PictureSurfaces surfaces, PictureConverter converter)
{
    private static readonly string[] s_shaping = ["format", "width", "height", "quality"];

    /// <summary>What means nothing where values are asked for.</summary>
    private static readonly string[] s_ofPictures = [.. s_shaping.Skip(1), .. MappingQuery.Names];

    /// <summary>Answers with the picture of a frame: of one that has a whole one, or by the layout that the query names.</summary>
    public Task<IResult> SendAsync(HttpContext context, FrameLease lease, CancellationToken cancellationToken)
    {
        var query = context.Request.Query;
        bool isFile = lease.Info.Payload.Layout is null && query["layout"].ToString().Length == 0;
        if (isFile && !s_shaping.Any(query.ContainsKey) && !MappingQuery.IsAsked(query))
            return SendFileAsync(context, lease, cancellationToken);
        if (query["format"].ToString() is not ("raw" or "npy"))
            return SendConvertedAsync(context, lease, isFile, cancellationToken);
        return s_ofPictures.FirstOrDefault(query.ContainsKey) is { } idle
            ? Task.FromResult<IResult>(Problems.BadRequest(Sentence.Of(
                $"Cannot send format={query["format"]} with {idle}: the values are sent as they are. Leave {idle} out, or ask for a picture, such as format=png.")))
            : SendValuesAsync(context, lease, cancellationToken);
    }

    /// <summary>The pixels of a frame, for their values; or why there are none.</summary>
    /// <param name="lease">The frame; held while the surface is used.</param>
    /// <param name="asked">By which layout, as <see cref="Imaging.Layouts.Documents.LayoutText"/>; null or empty for the frame's own.</param>
    /// <param name="cancellationToken">Ends the work soon.</param>
    public async Task<(PixelSurface? Surface, Refusal? Problem)> SurfaceOfAsync(
        FrameLease lease, string? asked, CancellationToken cancellationToken)
    {
        if (AskedLayout.Of(lease, asked, out var misfit) is { } layout)
            return (new PixelSurface(lease.Bytes, layout), null);
        if (misfit is not null)
            return (null, Problems.BadRequest(misfit));
        if (lease.Info.Payload.Picture is null)
            return (null, NoLayout(lease));
        var (surface, failure) = await surfaces.OfAsync(lease, lease.Info.Payload, cancellationToken);
        return (surface, failure is null ? null : Explain(lease, failure));
    }

    private static async Task<IResult> SendFileAsync(HttpContext context, FrameLease lease, CancellationToken cancellationToken) =>
        SegmentEndpoints.Announce(context, lease.Info, "")
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : await SendAsync(context.Response, lease.Info.Payload.MediaType!, lease.Picture, cancellationToken);

    private async Task<IResult> SendValuesAsync(HttpContext context, FrameLease lease, CancellationToken cancellationToken)
    {
        string format = context.Request.Query["format"].ToString(), asked = context.Request.Query["layout"].ToString();
        var (surface, problem) = await SurfaceOfAsync(lease, asked, cancellationToken);
        if (surface is not { Layout: { } layout })
            return problem!;
        bool isRaw = format == "raw";
        if (isRaw && layout.Rotation != PictureRotation.None)
        {
            surface = await Task.Run(() => UprightCopy.Of(surface), cancellationToken);
            layout = surface.Layout;
        }

        DescribeLayout(context.Response, lease, layout with { Format = UprightCopy.ValueFormatOf(layout) }, asked);
        if (SegmentEndpoints.Announce(context, lease.Info, $"-{format}-{asked}"))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        var body = isRaw
            ? surface.Bytes.Slice((int)layout.Offset, (int)layout.LengthBytes)
            : await Task.Run(() => NpyWriter.Write(surface.Bytes.Span, layout), cancellationToken);
        return await SendAsync(context.Response, MediaTypeNames.Application.Octet, body, cancellationToken);
    }

    private async Task<IResult> SendConvertedAsync(HttpContext context, FrameLease lease, bool isFile, CancellationToken cancellationToken)
    {
        var query = context.Request.Query;
        string tried = query["layout"].ToString();
        if (PictureQuery.Read(query, ", raw, npy", out var problem) is not { } asked)
            return Problems.BadRequest(problem!);
        LayoutPixels? source = null;
        DisplayMapping? mapping = null;
        var bytes = lease.Bytes;
        if (isFile && MappingQuery.IsAsked(query))
        {
            var (surface, refusal) = await SurfaceOfAsync(lease, null, cancellationToken);
            if (surface is not { Layout: { } decoded })
                return refusal!;
            mapping = MappingQuery.Read(query, surface.Bytes.Span, decoded, out problem);
            if (problem is not null)
                return Problems.BadRequest(problem);
            (source, bytes) = (new LayoutPixels(decoded, mapping), surface.Bytes);
        }
        else if (!isFile)
        {
            if (AskedLayout.Of(lease, tried, out problem) is not { } layout)
                return problem is null ? NoLayout(lease) : Problems.BadRequest(problem);
            mapping = MappingQuery.Read(query, lease.Bytes.Span, layout, out problem);
            if (problem is not null)
                return Problems.BadRequest(problem);
            source = new LayoutPixels(layout, mapping);
            DescribeLayout(context.Response, lease, layout, tried);
        }

        bool isPlain = mapping is null && tried.Length == 0 && !s_shaping.Any(query.ContainsKey);
        if (SegmentEndpoints.Announce(context, lease.Info, isPlain ? "" : $"{asked.Variant}-{mapping?.GetHashCode():x}-{tried}"))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        var payload = source is null ? lease.Info.Payload : lease.Info.Payload with { Picture = null };
        var converted = await converter.ConvertAsync(
            bytes, payload, asked.Format, asked.Options, ImageLimits.Default, cancellationToken, source);
        if (!converted.Succeeded)
            return Explain(lease, converted.Failure);
        PictureEndpoints.Announce(context.Response, converted.Conversion);
        return await SendAsync(context.Response, asked.Format.MediaType, converted.File, cancellationToken);
    }

    private static void DescribeLayout(HttpResponse response, FrameLease lease, PixelLayout layout, string tried)
    {
        response.Headers["X-Picture-Format"] = layout.Format.Name;
        response.Headers["X-Picture-Size"] = string.Create(CultureInfo.InvariantCulture, $"{layout.ShownWidth}x{layout.ShownHeight}");
        response.Headers["X-Picture-Stride"] = layout.StrideBytes.ToString(CultureInfo.InvariantCulture);
        if (tried.Length > 0)
            response.Headers["X-Picture-Layout"] = "asked";
        else if (lease.Info.Payload.Layout is { } match)
            response.Headers["X-Picture-Layout"] = SegmentDto.CamelCase(match.Origin);
    }

    private static Refusal NoLayout(FrameLease lease) => Problems.NoPicture(
        lease.Row.Id.ToString(),
        lease.Info.Payload.Layout?.Pixels.Check(lease.Bytes.Length) ?? Sentence.Of($"it holds no raw pixels whose layout is known. Lay one down first."));

    private static Refusal Explain(FrameLease lease, PictureFailure failure) => Problems.From(
        failure.Kind == PictureFailureKind.Unsupported ? PublishFailure.UnsupportedFormat : PublishFailure.NotAPicture,
        Sentence.Of($"Cannot make pixels of the picture in '{lease.Row.Id}': {failure.Message} {failure.Remedy}"));

    private static async Task<IResult> SendAsync(
        HttpResponse response, string mediaType, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        response.ContentType = mediaType;
        response.ContentLength = body.Length;
        await SegmentEndpoints.SendInPiecesAsync(response, body, cancellationToken);
        return TypedResults.Empty;
    }
}
