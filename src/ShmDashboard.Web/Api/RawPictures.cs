using System.Globalization;
using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Layouts.Display;
using ShmDashboard.Imaging.Layouts.Writing;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Segments;

namespace ShmDashboard.Web.Api;

/// <summary>Raw pixels as an answer: a PNG made of them, their bytes as they are, or a NumPy array of their true values.</summary>
internal static class RawPictures
{
    /// <summary>The picture of raw pixels as a PNG file; null for other payloads.</summary>
    public static byte[]? PngOf(FrameLease lease) =>
        lease.Info.Payload.Layout?.Pixels is { } layout && layout.Check(lease.Bytes.Length) is null
            ? PictureEncoder.Encode(LayoutPicture.Make(lease.Bytes.Span, layout), PictureFormats.Png, EncodeOptions.Default)
            : null;

    public static async Task<IResult> SendAsync(HttpContext context, FrameLease lease, CancellationToken cancellationToken)
    {
        string tried = context.Request.Query["layout"].ToString();
        if (AskedLayout.Of(lease, tried, out string? problem) is not { } layout)
        {
            return problem is not null ? Problems.BadRequest(problem) : Problems.NoPicture(
                lease.Row.Id.ToString(), lease.Info.Payload.Layout?.Pixels.Check(lease.Bytes.Length) ?? "it holds no raw pixels whose layout is known.");
        }

        string format = context.Request.Query["format"] is [{ Length: > 0 } asked] ? asked : "png";
        if (format is not ("png" or "raw" or "npy"))
            return Problems.BadRequest($"Cannot send the picture as '{format}': expected png, raw or npy.");
        var mapping = MappingQuery.Read(context.Request.Query, lease.Bytes.Span, layout, out problem);
        if (problem is not null)
            return Problems.BadRequest(problem);

        var headers = context.Response.Headers;
        headers["X-Picture-Format"] = layout.Format.Name;
        headers["X-Picture-Size"] = string.Create(CultureInfo.InvariantCulture, $"{layout.Width}x{layout.Height}");
        headers["X-Picture-Stride"] = layout.StrideBytes.ToString(CultureInfo.InvariantCulture);
        headers["X-Picture-Layout"] = tried.Length > 0 ? "asked" : SegmentDto.CamelCase(lease.Info.Payload.Layout!.Origin);
        if (SegmentEndpoints.Announce(context, lease.Info, format == "png" && mapping is null && tried.Length == 0 ? "" : $"-{format}-{mapping?.GetHashCode():x}-{tried}"))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);

        var body = format switch
        {
            "raw" => lease.Bytes.Slice((int)layout.Offset, (int)layout.LengthBytes),
            "npy" => await Task.Run(() => NpyWriter.Write(lease.Bytes.Span, layout), cancellationToken),
            _ => await Task.Run(() => PictureEncoder.Encode(
                LayoutPicture.Make(lease.Bytes.Span, layout, mapping), PictureFormats.Png, EncodeOptions.Default), cancellationToken),
        };
        context.Response.ContentType = format == "png" ? "image/png" : "application/octet-stream";
        context.Response.ContentLength = body.Length;
        await SegmentEndpoints.SendInPiecesAsync(context.Response, body, cancellationToken);
        return TypedResults.Empty;
    }
}
