using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Overview;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Web.Configuration;
using ShmDashboard.Web.Hosting;
using ShmDashboard.Web.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Api;

/// <summary><c>/api/segments</c>: the same facts and actions as the pages, for programs.</summary>
internal static class SegmentEndpoints
{
    private const int SentAtOnceBytes = 64 << 10;

    public static void MapSegments(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSegmentGroup().WithTags("segments");
        group.MapGet("/", ListAsync).WithSummary("Every segment of this machine, or those that q, show and sort choose as in the page's address; memory without a name only with include=memfd; format=csv for spreadsheets.");
        group.MapGet("/{id}", ShowAsync).WithSummary("One segment, looked at now.");
        group.MapGet("/{id}/picture", PictureAsync).WithSummary(
            "The picture file as it is in the segment; or by format (png, jpeg, webp, tiff, raw, npy), width, height and quality.");
        group.MapGet("/{id}/pictures", PicturesAsync).WithSummary(
            "The encoded pictures that lie in the segment, wherever: at its start, behind a header, in a list of Qt's, inside a message or as base64. Their numbers are for picture=.");
        group.MapGet("/{id}/bytes", BytesAsync).WithSummary(
            "A piece of the segment, up to 1 MiB; with whole=true all of it, in pieces that are each read at a moment of their own.");
        group.MapGet("/{id}/payload", PayloadAsync).WithSummary(
            "What lies in the segment as it is, a picture file or a text's bytes, without marker and length before it and without what is behind.");
        group.MapGet("/{id}/plan/write", PlanWrite)
            .WithSummary("What writing so many bytes would do: send its situation along to have just that done.");
        group.MapPost("/{id}/plan/write", PlanPictureAsync)
            .WithSummary("What writing just the picture that is sent would do, and how it would be converted first; writes nothing.");
        group.MapPut("/{id}/picture", PutPictureAsync)
            .WithSummary("Writes a picture, creating the segment if need be; what Qt's stream does not carry becomes a PNG first. With payload=layout as a frame of raw pixels: in the segment's own layout, or in the one that layout names (a word of GET /api/layouts/known, or a place such as 640x480~bgr24), fitted by fit (inside, cover, stretch).");
        group.MapPut("/{id}/text", PutTextAsync).WithSummary("Writes text, creating the segment if need be.");
        group.MapDelete("/{id}/hold", ReleaseAsync).WithSummary("Lets go of a segment that the dashboard holds.");
    }

    private static async Task<Results<Ok<SegmentDto[]>, ContentHttpResult, Refusal>> ListAsync(
        ISegmentMonitor monitor, SentenceWords words, TimeProvider time, HttpContext context, CancellationToken cancellationToken,
        string? format = null, string? q = null, string? show = null, string? sort = null, string? include = null)
    {
        if (Problems.BadFormat(format) is { } badFormat)
            return badFormat;
        if (Unknown<SegmentFilter>("show", show) is { } badFilter)
            return badFilter;
        if (Unknown<SegmentColumn>("sort", sort?.TrimStart('-')) is { } badOrder)
            return badOrder;
        if (include is not (null or "" or "memfd"))
            return Problems.BadRequest(Sentence.Of($"Cannot list segments with include={include}: the one thing that can be included is memfd, memory without a name. Leave it out, or give include=memfd."));
        bool onlyUnnamed = string.Equals(show, nameof(SegmentFilter.Unnamed), StringComparison.OrdinalIgnoreCase);
        using var unnamed = include == "memfd" || onlyUnnamed ? monitor.ShowUnnamed() : null;
        var list = await monitor.LookAroundAsync(cancellationToken);
        // As the page's address has them, so that what is exported is what was seen.
        var query = SegmentsQuery.FromUri("/" + new QueryString().Add("q", q ?? "").Add("show", show ?? "").Add("sort", sort ?? ""));
        var rows = query.Apply((onlyUnnamed ? list.Unnamed : list.Rows).RemoveAll(row => row.Gone), time.GetUtcNow());
        // Any other choice is one among what has a name.
        if (unnamed is not null && query.Filter == SegmentFilter.All)
            rows = [.. rows, .. (query with { Filter = SegmentFilter.Unnamed }).Apply(list.Unnamed.RemoveAll(row => row.Gone), time.GetUtcNow())];
        if (format != "csv")
            return TypedResults.Ok(rows.Select(row => SegmentDto.From(row, words)).ToArray());
        context.Response.Headers.ContentDisposition = $"attachment; filename=segments-{time.GetUtcNow():yyyyMMdd-HHmmss}.csv";
        return TypedResults.Text(SegmentTableFile.Of(rows, words), CsvText.MediaType);
    }

    private static Refusal? Unknown<T>(string parameter, string? word) where T : struct, Enum =>
        word is null || Enum.GetNames<T>().Contains(word, StringComparer.OrdinalIgnoreCase)
            ? null
            : Problems.BadRequest(Sentence.Of($"Cannot list with {parameter}={word}: expected {string.Join(", ", Enum.GetValues<T>().Select(SegmentDto.CamelCase))}."));

    private static async Task<Results<Ok<SegmentDto>, Refusal>> ShowAsync(
        SegmentAddress address, ISegmentMonitor monitor, SegmentCatalog catalog, SentenceWords words, CancellationToken cancellationToken)
    {
        if (await monitor.LookAsync(address.Id, cancellationToken) is not { } row)
            return Problems.NoSegment(address.Id.ToString());

        var segment = SegmentDto.From(row, words);
        return TypedResults.Ok(row.Standing.Holder is { } holder && catalog.Processes.Describe(holder.Pid) is { } details
            ? segment with { Lock = segment.Lock with { HolderDetails = HolderDto.From(details) } }
            : segment);
    }

    private static async Task<IResult> PictureAsync(
        SegmentAddress address, HttpContext context, ISegmentMonitor monitor, AskedFrame frames, PictureAnswers answers, CancellationToken cancellationToken, int picture = 0)
    {
        using var held = await frames.LeaseAsync(address.Id, context.Request.Query["layout"], cancellationToken);
        if (held is null)
            return await ExplainMissingFrameAsync(address.Id, monitor, cancellationToken);
        if (held.Showing(picture) is not { } lease)
            return Problems.NoSuchPicture(held, picture);

        var payload = lease.Info.Payload;
        if (context.Request.Query["layout"] is [{ Length: > 0 }])
            return await answers.SendAsync(context, lease, cancellationToken);
        if (!payload.IsPicture)
            return Problems.NoPicture(address.Id.ToString(), Describe(payload, lease));
        if (payload.IsDamaged)
            return Problems.NoPicture(address.Id.ToString(), Sentence.Of($"the picture in it is not whole. {payload.Problem}"));

        return await answers.SendAsync(context, lease, cancellationToken);
    }

    private static async Task<Results<Ok<IReadOnlyList<EmbeddedPictureDto>>, Refusal>> PicturesAsync(
        SegmentAddress address, ISegmentMonitor monitor, SentenceWords words, CancellationToken cancellationToken) =>
        await monitor.LookAsync(address.Id, cancellationToken) is { } row
            ? TypedResults.Ok(EmbeddedPictureDto.Of(row.Frame, words))
            : Problems.NoSegment(address.Id.ToString());

    /// <summary>Sets the headers that every picture has.</summary>
    /// <param name="context">The request.</param>
    /// <param name="frame">What is sent.</param>
    /// <param name="variant">What tells this from other answers made of the same frame.</param>
    /// <returns>Whether the asker has it already.</returns>
    internal static bool Announce(HttpContext context, FrameInfo frame, string variant)
    {
        var response = context.Response;
        string number = context.Request.Query["picture"].ToString();
        string etag = $"\"{frame.Sequence}{variant}{(number is "" or "0" ? "" : "-p" + number)}\"";
        response.Headers.ETag = etag;
        // Sequences begin anew with each start of the dashboard: no copy may outlive it.
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Segment-Verdict"] = SegmentDto.CamelCase(frame.Verdict.Kind);
        response.Headers.LastModified = HeaderUtilities.FormatDate(frame.ReadUtc);
        // A picture comes from another process: opened in a tab of its own, it may do nothing at all.
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return Knows(context.Request, new EntityTagHeaderValue(etag));
    }

    /// <summary>Sends bytes, each piece waited for: the server copies what it is given into buffers that it keeps.</summary>
    internal static async Task SendInPiecesAsync(HttpResponse response, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        for (var rest = bytes; !rest.IsEmpty; rest = rest[Math.Min(rest.Length, SentAtOnceBytes)..])
            await response.Body.WriteAsync(rest[..Math.Min(rest.Length, SentAtOnceBytes)], cancellationToken);
    }

    // RFC 9110, 13.1.2: any of a list, compared weakly; * stands for whatever there is.
    private static bool Knows(HttpRequest request, EntityTagHeaderValue etag) => request.GetTypedHeaders().IfNoneMatch
        .Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(etag, useStrongComparison: false));

    private static async Task<IResult> BytesAsync(
        SegmentAddress address, ISegmentMonitor monitor, HttpContext context, CancellationToken cancellationToken,
        long offset = 0, int count = 64 << 10, bool whole = false)
    {
        if (whole && (context.Request.Query.ContainsKey("offset") || context.Request.Query.ContainsKey("count")))
            return Problems.BadRequest(Sentence.Of($"Cannot read a piece with whole=true: all of '{address.Id}' is sent then. Leave offset and count out."));
        if (whole)
            count = ISegmentMonitor.MaxPieceBytes;
        if (offset < 0 || count is < 0 or > ISegmentMonitor.MaxPieceBytes)
            return Problems.BadRequest(Sentence.Of($"Cannot read {Amount.Bytes(count)} at {offset:N0}: offset must be 0 or more, count 0 to {ISegmentMonitor.MaxPieceBytes:N0}."));

        var outcome = await monitor.ReadBytesAsync(address.Id, offset, count, cancellationToken);
        context.Response.Headers.CacheControl = "no-store";
        return outcome.Status switch
        {
            ReadStatus.Copied when whole => await SendWholeAsync(address.Id, outcome, monitor, context, cancellationToken),
            ReadStatus.Copied => TypedResults.Bytes(outcome.Bytes, MediaTypeNames.Application.Octet),
            ReadStatus.Gone => Problems.NoSegment(address.Id.ToString()),
            ReadStatus.Busy => Problems.Busy(address.Id.ToString()),
            _ => Problems.Unreadable(outcome.Problem!),
        };
    }

    // The length is said before the last byte is read: where a piece cannot be read any more, the answer is broken off.
    private static async Task<IResult> SendWholeAsync(
        SegmentId id, BytesOutcome piece, ISegmentMonitor monitor, HttpContext context, CancellationToken cancellationToken)
    {
        long size = piece.SizeBytes, sent = 0;
        context.Response.ContentType = MediaTypeNames.Application.Octet;
        context.Response.ContentLength = size;
        while (true)
        {
            var bytes = piece.Bytes[..(int)Math.Min(piece.Bytes.Length, size - sent)];
            await SendInPiecesAsync(context.Response, bytes, cancellationToken);
            sent += bytes.Length;
            if (sent == size)
                return TypedResults.Empty;
            piece = await monitor.ReadBytesAsync(id, sent, ISegmentMonitor.MaxPieceBytes, cancellationToken);
            if (piece.Status == ReadStatus.Copied && !piece.Bytes.IsEmpty)
                continue;
            context.Abort();
            return TypedResults.Empty;
        }
    }

    private static async Task<IResult> PayloadAsync(
        SegmentAddress address, HttpContext context, ISegmentMonitor monitor, CancellationToken cancellationToken)
    {
        using var lease = await monitor.LeaseFrameAsync(address.Id, cancellationToken);
        if (lease is null)
            return await ExplainMissingFrameAsync(address.Id, monitor, cancellationToken);
        var payload = lease.Info.Payload;
        if (payload.ContentLength == 0)
            return Problems.NoPayload(address.Id.ToString(), Describe(payload, lease));
        var content = payload.FileIn(lease.Bytes);
        if (Announce(context, lease.Info, "-payload"))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        context.Response.ContentType = payload.Picture?.MediaType ?? MediaTypeNames.Application.Octet;
        context.Response.ContentLength = content.Length;
        await SendInPiecesAsync(context.Response, content, cancellationToken);
        return TypedResults.Empty;
    }

    private static Results<Ok<PublishPlanDto>, Refusal> PlanWrite(
        SegmentAddress address, ISegmentPublisher publisher, DashboardOptions options, SentenceWords words, long contentBytes,
        string? payload = null)
    {
        if ((PictureKind(payload, address.Id) ?? TextKind(payload)) is not { } kind)
        {
            return Problems.BadRequest(Sentence.Of(
                $"Cannot plan a write with payload '{payload}': expected qt or file for a picture, utf8, qstring or qbytearray for text."));
        }

        if (contentBytes > options.MaxUploadBytes)
            return Problems.TooLarge(options.MaxUploadBytes);
        return contentBytes > 0
            ? TypedResults.Ok(PublishPlanDto.From(publisher.Plan(address.Id, kind, contentBytes), words))
            : Problems.BadRequest(Sentence.Of($"Cannot plan a write of {Amount.Bytes(contentBytes)}: expected at least 1."));
    }

    private static async Task<Results<Ok<PublishPlanDto>, Refusal>> PlanPictureAsync(
        SegmentAddress address, HttpRequest request, ISegmentPublisher publisher, FrameWrites frames, DashboardOptions options, SentenceWords words,
        CancellationToken cancellationToken, string? payload = null, string? layout = null, int? width = null, int? height = null, string? format = null,
        string? fit = null)
    {
        if (payload == FrameChoice.Payload)
        {
            if (FrameChoice.Read(layout, width, height, format, fit, out var problem) is not { } choice)
                return Problems.BadRequest(problem!);
            return await RequestBody.ReadAsync(request, options.MaxUploadBytes, cancellationToken) is { } file
                ? await frames.PlanAsync(address.Id, choice, file, words, cancellationToken)
                : Problems.TooLarge(options.MaxUploadBytes);
        }

        if (PictureKind(payload, address.Id) is not { } kind)
            return Problems.BadRequest(Sentence.Of($"Cannot plan a write with payload '{payload}': expected qt (marker and PNG), file (the bytes as they are) or layout (raw pixels)."));
        return await RequestBody.ReadAsync(request, options.MaxUploadBytes, cancellationToken) is { } body
            ? TypedResults.Ok(PublishPlanDto.From(await publisher.PlanPictureAsync(address.Id, body, kind, cancellationToken), words))
            : Problems.TooLarge(options.MaxUploadBytes);
    }

    private static PayloadKind? PictureKind(string? payload, SegmentId id) => (payload ?? (id.Scheme == SegmentScheme.Qt ? "qt" : "file")) switch
    {
        "qt" => PayloadKind.QtImage,
        "file" => PayloadKind.File,
        _ => null,
    };

    private static PayloadKind? TextKind(string? layout) => layout switch
    {
        "utf8" => PayloadKind.Utf8Text,
        "qstring" => PayloadKind.QString,
        "qbytearray" => PayloadKind.QByteArray,
        _ => null,
    };

    private static async Task<Results<Ok<PublishDto>, Refusal>> PutPictureAsync(
        SegmentAddress address, HttpRequest request, ISegmentPublisher publisher, FrameWrites frames, DashboardOptions options,
        CancellationToken cancellationToken, string? payload = null, string? situation = null, string? layout = null, int? width = null, int? height = null,
        string? format = null, string? fit = null)
    {
        if (payload == FrameChoice.Payload)
        {
            if (FrameChoice.Read(layout, width, height, format, fit, out var problem) is not { } choice)
                return Problems.BadRequest(problem!);
            return await RequestBody.ReadAsync(request, options.MaxUploadBytes, cancellationToken) is { } file
                ? await frames.WriteAsync(address.Id, choice, file, situation, cancellationToken)
                : Problems.TooLarge(options.MaxUploadBytes);
        }

        if (PictureKind(payload, address.Id) is not { } kind)
            return Problems.BadRequest(Sentence.Of($"Cannot write with payload '{payload}': expected qt (marker and PNG), file (the bytes as they are) or layout (raw pixels)."));
        if (await RequestBody.ReadAsync(request, options.MaxUploadBytes, cancellationToken) is not { } body)
            return Problems.TooLarge(options.MaxUploadBytes);

        return Answer(await publisher.PublishPictureAsync(address.Id, body, kind, situation, cancellationToken));
    }

    private static async Task<Results<Ok<PublishDto>, Refusal>> PutTextAsync(
        SegmentAddress address, HttpRequest request, ISegmentPublisher publisher, DashboardOptions options, CancellationToken cancellationToken,
        string @as = "utf8", string? situation = null)
    {
        if (TextKind(@as) is not { } kind)
            return Problems.BadRequest(Sentence.Of($"Cannot write text as '{@as}': expected utf8, qstring or qbytearray."));
        if (await RequestBody.ReadAsync(request, options.MaxTextBytes, cancellationToken) is not { } body)
            return Problems.TextTooLarge(options.MaxTextBytes);

        string text;
        try
        {
            text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(body.Span);
        }
        catch (DecoderFallbackException error)
        {
            return Problems.From(PublishFailure.NotText,
                Sentence.Of($"Cannot write the text to '{address.Id}': it is not UTF-8 (at byte {error.Index}). Send the text as UTF-8."));
        }

        return Answer(await publisher.PublishTextAsync(address.Id, text, kind, situation, cancellationToken));
    }

    private static async Task<Results<Ok<PublishDto>, Refusal>> ReleaseAsync(
        SegmentAddress address, ISegmentPublisher publisher, CancellationToken cancellationToken) =>
        Answer(await publisher.ReleaseAsync(address.Id, cancellationToken));

    private static Results<Ok<PublishDto>, Refusal> Answer(PublishResult result) => result.Succeeded
        ? TypedResults.Ok(PublishDto.From(result))
        : Problems.From(result.Failure, result.Problem!);

    private static async Task<IResult> ExplainMissingFrameAsync(
        SegmentId id, ISegmentMonitor monitor, CancellationToken cancellationToken) =>
        await monitor.LookAsync(id, cancellationToken) switch
        {
            { ReadProblem: { } problem } => Problems.Unreadable(problem),
            { } => Problems.Busy(id.ToString()),
            null => Problems.NoSegment(id.ToString()),
        };

    private static Sentence Describe(PayloadDescription payload, FrameLease lease) => payload.Format switch
    {
        _ when lease.Row.Facts.SizeBytes == 0 => Sentence.Of($"it holds no bytes."),
        PayloadFormat.Empty when payload.Integrity == PayloadIntegrity.Complete => Sentence.Of($"it holds only zeros so far."),
        PayloadFormat.Empty => Sentence.Of($"it holds only zeros as far as it was looked at."),
        PayloadFormat.QtNullImage => Sentence.Of($"it holds a null image."),
        _ when payload.IsText => Sentence.Of($"it holds text."),
        _ => Sentence.Of($"it holds bytes of no format known here."),
    };
}
