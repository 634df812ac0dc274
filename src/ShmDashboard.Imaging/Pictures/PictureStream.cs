namespace ShmDashboard.Imaging.Pictures;

/// <summary>
/// The bytes of one picture as a stream for a decoder that cannot be told to stop: every read asks whether it may go on.
/// </summary>
internal sealed class PictureStream(ReadOnlyMemory<byte> bytes, CancellationToken timeLimit, CancellationToken cancellation)
    : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => bytes.Length;

    public override long Position
    {
        get => _position;
        set
        {
            GoOn();
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        GoOn();
        if (_position >= bytes.Length)
            return 0;
        int count = Math.Min(buffer.Length, bytes.Length - (int)_position);
        bytes.Span.Slice((int)_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => bytes.Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void GoOn()
    {
        cancellation.ThrowIfCancellationRequested();
        timeLimit.ThrowIfCancellationRequested();
    }
}
