using System.Net.WebSockets;

namespace ShmDashboard.Web.Streaming;

/// <summary>A message of the page's WebSocket for each frame.</summary>
internal sealed class SocketOutlet(WebSocket socket) : IFrameOutlet
{
    private const int SentAtOnceBytes = 128 << 10;

    public async Task SendAsync(ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        await socket.SendAsync(head, WebSocketMessageType.Binary, endOfMessage: false, cancellationToken);
        // In pieces, each waited for: the server copies what it is given into buffers that it keeps.
        while (frame.Length > SentAtOnceBytes)
        {
            await socket.SendAsync(frame[..SentAtOnceBytes], WebSocketMessageType.Binary, endOfMessage: false, cancellationToken);
            frame = frame[SentAtOnceBytes..];
        }

        await socket.SendAsync(frame, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
    }
}
