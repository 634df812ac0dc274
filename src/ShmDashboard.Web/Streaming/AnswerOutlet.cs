using System.Buffers.Binary;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace ShmDashboard.Web.Streaming;

/// <summary>One HTTP answer without end: before each frame its length and its head's, four bytes little-endian each.</summary>
/// <remarks>
/// Where the connection is a plain one, frames go to its socket as chunks of the answer (RFC 9112, 7.1) without passing through the
/// server's pipe, which would copy them into pages of 4 KiB and hand them from thread to thread. The server writes nothing
/// itself between the beginning and the end of an answer.
/// </remarks>
internal sealed class AnswerOutlet : IFrameOutlet
{
    private const int SentAtOnceBytes = 128 << 10;

    private static readonly byte[] s_chunkEnd = "\r\n"u8.ToArray();

    private readonly HttpContext _context;
    private readonly PipeWriter _body;
    private readonly Socket? _socket;
    private bool _isBroken;

    public AnswerOutlet(HttpContext context)
    {
        _context = context;
        _body = context.Response.BodyWriter;
        // Behind TLS the socket's bytes are not the answer's; other versions have frames of their own.
        _socket = HttpProtocol.IsHttp11(context.Request.Protocol) && context.Features.Get<ITlsConnectionFeature>() is null
            ? context.Features.Get<IConnectionSocketFeature>()?.Socket : null;
    }

    /// <summary>A frame of no bytes, which tells the page that this way is open.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        byte[] none = new byte[sizeof(int)];
        await _body.WriteAsync(none, cancellationToken);
        await _body.FlushAsync(cancellationToken);
    }

    public Task SendAsync(ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken) =>
        _socket is not null && Segment(head) is { } first && Segment(frame) is { } second
            ? SendAsync(_socket, first, second) : WriteAsync(head, frame, cancellationToken);

    private async Task SendAsync(Socket socket, ArraySegment<byte> head, ArraySegment<byte> frame)
    {
        if (_isBroken)
            return;
        int length = sizeof(int) + head.Count + frame.Count;
        byte[] start = Encoding.ASCII.GetBytes(length.ToString("x", CultureInfo.InvariantCulture) + "\r\n....");
        BinaryPrimitives.WriteInt32LittleEndian(start.AsSpan(start.Length - sizeof(int)), head.Count + frame.Count);
        try
        {
            await socket.SendAsync([start, head, frame, s_chunkEnd], SocketFlags.None);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            _isBroken = true;
            _context.Abort();
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        byte[] length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, head.Length + frame.Length);
        await _body.WriteAsync(length, cancellationToken);
        await _body.WriteAsync(head, cancellationToken);
        while (frame.Length > 0)
        {
            var piece = frame[..Math.Min(SentAtOnceBytes, frame.Length)];
            await _body.WriteAsync(piece, cancellationToken);
            frame = frame[piece.Length..];
        }
    }

    private static ArraySegment<byte>? Segment(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out var segment) ? segment : default(ArraySegment<byte>?);
}
