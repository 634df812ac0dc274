using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.Finding;
using ShmDashboard.Imaging.Layouts.Objects;
using ShmDashboard.Imaging.Layouts.Statistics;
using ShmDashboard.Imaging.Layouts.Writing;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Layouts;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Monitoring;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Web.Localization;
using ShmDashboard.Web.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Api;

/// <summary>Layouts of raw pixels, and the true values that they lead to.</summary>
internal static class LayoutEndpoints
{
    private const int MaxLayoutBytes = 256 << 10;
    private const long MaxPixels = 65_536;

    public static void MapLayouts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSegmentGroup().WithTags("layouts");
        group.MapGet("/{id}/layouts", ListAsync).WithSummary("The layout by which the segment is a picture, and others that would explain it.");
        group.MapPut("/{id}/layout", PutAsync).WithSummary("Lays down by which layout the segment, and others of its name, are read.");
        group.MapDelete("/{id}/layout", DeleteAsync).WithSummary("Forgets the layout that was laid down.");
        group.MapGet("/{id}/pixels", PixelsAsync).WithSummary("True values of up to 65536 pixels of the picture as it is shown: all channels in their own depth.");
        group.MapGet("/{id}/statistics", StatisticsAsync).WithSummary("Minimum, maximum, mean, deviation and histogram of a region of the picture as it is shown, of all channels or one.");
        routes.MapGet("/api/layouts", (LayoutLibrary library) => TypedResults.Text(
            LayoutJson.Write(library.User) + "\n", "application/json"))
            .WithTags("layouts").WithSummary("All layouts that the user has laid down, as the file has them.");
        routes.MapGet("/api/layouts/known", (LayoutLibrary library) => TypedResults.Ok(library.Known.Select(KnownLayoutDto.From).ToArray()))
            .WithTags("layouts").WithSummary("The layouts that pictures can be written in, yours and those that come along, by their words.");
        routes.MapGet("/api/layout-schema.json", () => TypedResults.Stream(
            typeof(LayoutEndpoints).Assembly.GetManifestResourceStream("layout-schema.json")!, "application/schema+json"))
            .WithTags("layouts").WithSummary("The JSON schema of a layout.");
    }

    private static async Task<Results<Ok<LayoutsDto>, Refusal>> ListAsync(
        SegmentAddress address, ISegmentMonitor monitor, LayoutLibrary library, SentenceWords words,
        IStringLocalizer<Strings> text, CancellationToken cancellationToken)
    {
        return await DescribeAsync(address.Id, monitor, words.IfAny(library.Problem), text, cancellationToken) is { } layouts
            ? TypedResults.Ok(layouts)
            : Problems.NoSegment(address.Id.ToString());
    }

    private static async Task<Results<Ok<LayoutsDto>, Refusal>> PutAsync(
        SegmentAddress address, HttpRequest request, ISegmentMonitor monitor, LayoutLibrary library, SentenceWords words,
        IStringLocalizer<Strings> text, CancellationToken cancellationToken)
    {
        if (await RequestBody.ReadAsync(request, MaxLayoutBytes, cancellationToken) is not { } body)
            return Problems.LayoutTooLarge(MaxLayoutBytes);
        if (LayoutJson.ReadOne(body.Span, out var problem) is not { } document)
            return Problems.BadRequest(Sentence.Of($"Cannot take the layout: {problem} The schema is at /api/layout-schema.json."));

        using (var lease = await monitor.LeaseFrameAsync(address.Id, cancellationToken))
        {
            if (lease is null)
                return Problems.NoSegment(address.Id.ToString());
            var facts = lease.Row.Facts;
            // What only pixels out of reach would make wrong, the copy cannot tell: it may be the beginning of the segment.
            if (lease.Bytes.Length == facts.SizeBytes && LayoutReader.Read(document, lease.Bytes.Span).Problem is { } misfit)
                return Problems.BadRequest(Sentence.Of($"Cannot read '{address.Id}' by this layout: {misfit}"));
            problem = await library.SetAsync(document.Match?.Name ?? LayoutLibrary.SubjectOf(facts).Name, document);
        }

        await monitor.LookAsync(address.Id, cancellationToken);
        return await DescribeAsync(address.Id, monitor, words.IfAny(problem), text, cancellationToken) is { } layouts
            ? TypedResults.Ok(layouts)
            : Problems.NoSegment(address.Id.ToString());
    }

    private static async Task<Results<Ok<LayoutsDto>, Refusal>> DeleteAsync(
        SegmentAddress address, ISegmentMonitor monitor, LayoutLibrary library, SentenceWords words,
        IStringLocalizer<Strings> text, CancellationToken cancellationToken)
    {
        if (await monitor.LookAsync(address.Id, cancellationToken) is not { } row)
            return Problems.NoSegment(address.Id.ToString());
        var problem = await library.RemoveAsync(row.Frame?.Payload.Layout is { Origin: LayoutOrigin.User, Document.Match.Name: { } name }
            ? name : LayoutLibrary.SubjectOf(row.Facts).Name);
        await monitor.LookAsync(address.Id, cancellationToken);
        return await DescribeAsync(address.Id, monitor, words.IfAny(problem), text, cancellationToken) is { } layouts
            ? TypedResults.Ok(layouts)
            : Problems.NoSegment(address.Id.ToString());
    }

    private static async Task<LayoutsDto?> DescribeAsync(
        SegmentId id, ISegmentMonitor monitor, string? warning, IStringLocalizer<Strings> text, CancellationToken cancellationToken)
    {
        using var lease = await monitor.LeaseFrameAsync(id, cancellationToken);
        if (lease is null)
            return null;
        var payload = lease.Info.Payload;
        bool isRaw = payload.Layout is not null || !(payload.IsPicture || payload.IsText);
        var candidates = isRaw
            ? await Task.Run(() => LayoutFinder.Find(lease.Bytes.Span, lease.Row.Facts.Name), cancellationToken)
            : ImmutableArray<LayoutCandidate>.Empty;
        return LayoutsDto.From(payload.Layout, candidates, ManagedSegment.Find(lease.Bytes.Span), warning, text);
    }

    private static async Task<Results<Ok<PixelsDto>, Refusal>> PixelsAsync(
        SegmentAddress address, HttpResponse response, AskedFrame frames, PictureAnswers answers, CancellationToken cancellationToken,
        int x = 0, int y = 0, int width = 1, int height = 1, [FromQuery(Name = "layout")] string? asked = null, int picture = 0)
    {
        using var held = await frames.LeaseAsync(address.Id, asked, cancellationToken);
        if (held is null)
            return Problems.NoSegment(address.Id.ToString());
        if (held.Showing(picture) is not { } lease)
            return Problems.NoSuchPicture(held, picture);
        var (surface, refusal) = await answers.SurfaceOfAsync(lease, asked, cancellationToken);
        if (surface is not { Layout: { } layout })
            return refusal!;
        var region = new PixelRegion(x, y, width, height);
        if (Outside(region, layout) is { } outside)
            return outside;
        if (region.Count > MaxPixels)
            return Problems.BadRequest(Sentence.Of($"Cannot read {width} x {height} pixels: at most {MaxPixels:N0} are read at once. Ask for a smaller region."));

        double[] values = TrueValues.Read(surface.Bytes.Span, layout, region);
        int channels = layout.Format.Channels.Length;
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new PixelsDto(
            x, y, width, height, UprightCopy.ValueFormatOf(layout).Name, layout.Format.BitsPerSample, layout.Format.Channels,
            [.. Enumerable.Range(0, height).Select(row => Enumerable.Range(0, width)
                .Select(column => values.AsSpan(((row * width) + column) * channels, channels).ToArray()).ToArray())],
            lease.Info.Sequence));
    }

    private static async Task<Results<Ok<StatisticsDto>, Refusal>> StatisticsAsync(
        SegmentAddress address, HttpResponse response, AskedFrame frames, PictureAnswers answers, CancellationToken cancellationToken,
        int x = 0, int y = 0, int? width = null, int? height = null, [FromQuery(Name = "layout")] string? asked = null, int picture = 0,
        int? channel = null)
    {
        using var held = await frames.LeaseAsync(address.Id, asked, cancellationToken);
        if (held is null)
            return Problems.NoSegment(address.Id.ToString());
        if (held.Showing(picture) is not { } lease)
            return Problems.NoSuchPicture(held, picture);
        var (surface, refusal) = await answers.SurfaceOfAsync(lease, asked, cancellationToken);
        if (surface is not { Layout: { } layout })
            return refusal!;
        var region = new PixelRegion(x, y, width ?? layout.ShownWidth - x, height ?? layout.ShownHeight - y);
        if (Outside(region, layout) is { } outside)
            return outside;
        if (channel is { } chosen && MappingQuery.ProblemOfChannel(chosen, layout) is { } problem)
            return Problems.BadRequest(problem);

        var channels = await Task.Run(() => RegionStatistics.Of(surface.Bytes.Span, layout, region), cancellationToken);
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new StatisticsDto(
            region.X, region.Y, region.Width, region.Height, layout.Format.Name,
            channel is { } only ? [channels[only]] : channels, lease.Info.Sequence));
    }

    private static Refusal? Outside(PixelRegion region, PixelLayout layout) => region.Within(layout.ShownWidth, layout.ShownHeight) == region
        ? null
        : Problems.BadRequest(Sentence.Of(
            $"Cannot read {region.Width} x {region.Height} pixels at {region.X}, {region.Y}: the picture has {layout.ShownWidth} x {layout.ShownHeight}. Ask for a region within it."));
}
