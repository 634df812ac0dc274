using System.Buffers;
using System.IO.Compression;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Formats.Png;

/// <summary>
/// The inflated picture data of a PNG as a forward-only supply. Inflates only what is asked for, so data that would
/// inflate to more than its header says costs nothing. Holds a copy of the compressed bytes, because the
/// runtime's inflater pulls from a stream and a stream cannot hold a span.
/// </summary>
internal sealed class PngInflater : IDisposable
{
    // A deflate symbol of two bits can stand for 258 bytes, so no data grows more than 1032-fold
    // (zlib technical details, "Maximum Compression Factor").
    private const long MaxExpansion = 1032;

    // The pool would keep more for good, rounded up to a power of two, in each thread.
    private const int MaxPooledBytes = 4 << 20;

    private readonly CompressedBytes _source;
    private readonly ZLibStream _zlib;
    private readonly long _offset;
    private readonly long _needed;
    private long _delivered;

    private PngInflater(CompressedBytes source, long offset, long needed)
    {
        _source = source;
        _zlib = new ZLibStream(source, CompressionMode.Decompress);
        _offset = offset;
        _needed = needed;
    }

    /// <summary>Whether a header's claim is out of reach for these few compressed bytes; null when it is not.</summary>
    public static PictureFailure? FindImpossibility(PngStructure structure, long needed)
    {
        long least = (needed / MaxExpansion) + (needed % MaxExpansion == 0 ? 0 : 1);
        return structure.IdatBytes >= least
            ? null
            : new(PictureFailureKind.Damaged, Sentence.Of($"PNG picture data (IDAT)"),
                Sentence.Of($"at least {least} bytes, which {needed} inflated bytes cannot do without"),
                Sentence.Of($"{structure.IdatBytes}"), structure.FirstIdatOffset);
    }

    public static PngInflater Open(ReadOnlySpan<byte> png, PngStructure structure, long needed)
    {
        byte[] copy = structure.IdatBytes > MaxPooledBytes
            ? GC.AllocateUninitializedArray<byte>((int)structure.IdatBytes)
            : ArrayPool<byte>.Shared.Rent((int)Math.Max(structure.IdatBytes, 1));
        int length = 0;
        long offset = structure.FirstIdatOffset;
        while (PngChunk.TryRead(png, offset, out var chunk, out _) && chunk.Type == PngChunk.Idat)
        {
            png.Slice((int)chunk.DataOffset, chunk.DataLength).CopyTo(copy.AsSpan(length));
            length += chunk.DataLength;
            offset = chunk.EndOffset;
        }

        return new PngInflater(new CompressedBytes(copy, length), structure.FirstIdatOffset, needed);
    }

    /// <summary>Fills the whole destination, or says why it cannot be filled.</summary>
    public PictureFailure? Fill(Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            if (TryRead(destination, out int read) is { } failure)
                return failure;
            if (read == 0)
                return Fail(Sentence.Of($"{_needed} bytes after inflating"), Sentence.Of($"{_delivered}"));
            _delivered += read;
            destination = destination[read..];
        }

        return null;
    }

    /// <summary>
    /// To be called when everything needed has been taken: null when the data ends right here and its Adler-32 is right.
    /// </summary>
    public PictureFailure? Finish()
    {
        Span<byte> one = stackalloc byte[1];
        if (TryRead(one, out int read) is { } failure)
            return failure;
        return read == 0 ? null : Fail(Sentence.Of($"exactly {_needed} bytes after inflating"), Sentence.Of($"more"));
    }

    public void Dispose()
    {
        _zlib.Dispose();
        _source.Dispose();
    }

    private PictureFailure? TryRead(Span<byte> destination, out int read)
    {
        read = 0;
        try
        {
            read = _zlib.Read(destination);
        }
        catch (InvalidDataException)
        {
            return Fail(Sentence.Of($"valid zlib data with a right Adler-32"),
                Sentence.Of($"corrupt data after {_delivered} of {_needed} inflated bytes"));
        }

        // The inflater asks beyond the end only while it waits for more data or for the checksum.
        return read == 0 && _source.IsExhausted
            ? Fail(Sentence.Of($"the end of the zlib data with its Adler-32"),
                Sentence.Of($"the end of IDAT after {_delivered} of {_needed} inflated bytes"))
            : null;
    }

    private PictureFailure Fail(Sentence expected, Sentence found) =>
        new(PictureFailureKind.Damaged, Sentence.Of($"PNG picture data (IDAT)"), expected, found, _offset);

    private sealed class CompressedBytes(byte[] rented, int length) : Stream
    {
        private byte[] _bytes = rented;
        private int _position;

        public bool IsExhausted { get; private set; }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int count = Math.Min(buffer.Length, length - _position);
            _bytes.AsSpan(_position, count).CopyTo(buffer);
            _position += count;
            IsExhausted |= count == 0;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing && _bytes.Length != 0)
            {
                if (_bytes.Length <= MaxPooledBytes)
                    ArrayPool<byte>.Shared.Return(_bytes);
                _bytes = [];
            }

            base.Dispose(disposing);
        }
    }
}
