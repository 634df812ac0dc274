using System.Buffers.Binary;
using System.IO.Pipelines;

namespace ShmDashboard.Web.Streaming;

/// <summary>One HTTP answer without end: before each frame its length and its head's, four bytes little-endian each.</summary>
internal sealed class AnswerOutlet(PipeWriter body) : IFrameOutlet
{
    private const int SentAtOnceBytes = 128 << 10;

    /// <summary>A frame of no bytes, which tells the page that this way is open.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        WriteLength(0);
        await body.FlushAsync(cancellationToken);
    }

    public async Task SendAsync(ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        WriteLength(head.Length + frame.Length);
        await body.WriteAsync(head, cancellationToken);
        while (frame.Length > 0)
        {
            var piece = frame[..Math.Min(SentAtOnceBytes, frame.Length)];
            await body.WriteAsync(piece, cancellationToken);
            frame = frame[piece.Length..];
        }
    }

    private void WriteLength(int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(body.GetSpan(sizeof(int)), length);
        body.Advance(sizeof(int));
    }
}
