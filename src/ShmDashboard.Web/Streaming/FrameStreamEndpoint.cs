using System.Net.WebSockets;
using System.Text.Json;
using ShmDashboard.Monitoring;

namespace ShmDashboard.Web.Streaming;

/// <summary><c>/stream</c>: the WebSocket over which a page gets its live pictures.</summary>
internal static class FrameStreamEndpoint
{
    /// <summary>Where it is.</summary>
    public const string Path = "/stream";

    public static void MapFrameStream(this IEndpointRouteBuilder routes) => routes.Map(Path, StreamAsync).ExcludeFromDescription();

    private static async Task<IResult> StreamAsync(
        HttpContext context, ISegmentMonitor monitor, BrowserPictures pictures, TimeProvider time, StreamMetrics metrics,
        IHostApplicationLifetime lifetime)
    {
        if (!context.WebSockets.IsWebSocketRequest)
            return TypedResults.StatusCode(StatusCodes.Status426UpgradeRequired);

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            using var stream = new FrameStream(socket, monitor, pictures, time, metrics);
            await stream.RunAsync(stop.Token);
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
}
