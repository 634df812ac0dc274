using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Net.Http.Headers;
using ShmDashboard.Monitoring;
using ShmDashboard.Web.Pictures;

namespace ShmDashboard.Web.Streaming;

/// <summary>
/// <c>/stream</c>: the WebSocket of a page's live pictures; <c>/stream/frames</c>: the answer without end by which they come from
/// then on, asked for with POST so that no other site's page can.
/// </summary>
internal static class FrameStreamEndpoint
{
    /// <summary>Where the socket is; <c>name</c> in the query is what the page calls its stream.</summary>
    public const string Path = "/stream";

    /// <summary>Where the answer is; <c>name</c> says whose.</summary>
    public const string FramesPath = Path + "/frames";

    public static void MapFrameStream(this IEndpointRouteBuilder routes)
    {
        routes.Map(Path, StreamAsync).ExcludeFromDescription();
        routes.MapPost(FramesPath, AnswerAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> StreamAsync(
        HttpContext context, ISegmentMonitor monitor, BrowserPictures pictures, PictureSurfaces surfaces, TimeProvider time, StreamMetrics metrics,
        OpenStreams streams, IHostApplicationLifetime lifetime)
    {
        if (!context.WebSockets.IsWebSocketRequest)
            return TypedResults.StatusCode(StatusCodes.Status426UpgradeRequired);

        // Said outright: without it the server accepts as was last agreed for a circuit, and deflating frames takes most of a core.
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { DangerousEnableCompression = false });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            using var stream = new FrameStream(socket, monitor, pictures, surfaces, time, metrics);
            string? name = context.Request.Query["name"];
            streams.Add(name, stream);
            try
            {
                await stream.RunAsync(stop.Token);
            }
            finally
            {
                streams.Remove(name, stream);
            }

            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, stop.Token);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidDataException)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.InvalidPayloadData, "Expected a list of views or of frames done with.", stop.Token);
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException)
        {
            // The page was closed, or the host stops.
        }

        return TypedResults.Empty;
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext context, string? name, OpenStreams streams, IHostApplicationLifetime lifetime)
    {
        if (!streams.TryFind(name, out var stream))
            return TypedResults.NotFound();

        // A page that is slow to read has its reasons; it gets fewer frames.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } least)
            least.MinDataRate = null;
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "application/octet-stream";
        context.Response.Headers[HeaderNames.CacheControl] = "no-store, no-transform";
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var outlet = new AnswerOutlet(context);
        try
        {
            await outlet.BeginAsync(stop.Token);
            await stream.OfferAsync(outlet, stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The page was closed or hidden, or the host stops.
        }

        return TypedResults.Empty;
    }
}
