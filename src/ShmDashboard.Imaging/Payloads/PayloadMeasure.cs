using System.Buffers;
using System.Buffers.Binary;
using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Formats.Qt;
using ShmDashboard.Imaging.Formats.Text;

namespace ShmDashboard.Imaging.Payloads;

/// <summary>How much of a live segment its payload takes, found by small reads. Stateless and safe for all threads.</summary>
internal static class PayloadMeasure
{
    private const int BlockBytes = 64 * 1024;
    private const int TailBytes = 64;

    /// <inheritdoc cref="PayloadIdentifier.Measure"/>
    public static PayloadExtent Of(ReadAt read, long segmentSizeBytes, long maxBytes)
    {
        ArgumentNullException.ThrowIfNull(read);
        segmentSizeBytes = Math.Max(segmentSizeBytes, 0);
        long limit = Math.Clamp(maxBytes, 0, segmentSizeBytes);
        Span<byte> buffer = stackalloc byte[PictureProbe.HeadBytes];
        var head = buffer[..ReadSome(read, 0, buffer[..(int)Math.Min(buffer.Length, segmentSizeBytes)])];

        var probe = PictureProbe.OverSegment(read, head, segmentSizeBytes);
        if (PictureLocation.Find(probe) is { } location)
            return MeasurePicture(read, probe, location, segmentSizeBytes, limit);
        return head.IndexOfAnyExcept((byte)0) < 0
            ? MeasureZeros(read, segmentSizeBytes, limit)
            : MeasureOther(read, segmentSizeBytes, limit);
    }

    private static PayloadExtent MeasurePicture(
        ReadAt read, in PictureProbe probe, PictureLocation location, long segmentSizeBytes, long limit)
    {
        bool isMarked = location.Format == PictureFormats.Png && location.Offset == QtImageStream.MarkerBytes;
        if (isMarked && probe.Head[..QtImageStream.MarkerBytes].IndexOfAnyExcept((byte)0) < 0)
            return Extent(PayloadFormat.QtNullImage, Math.Min(PictureProbe.HeadBytes, segmentSizeBytes), limit);

        var end = location.Format.FindEnd(probe.From(location.Offset));
        var guess = isMarked ? PayloadFormat.QtImage : PayloadFormat.Picture;
        if (end.EndOffset is { } known)
        {
            long first = Math.Min(known, segmentSizeBytes - location.Offset) + location.Offset;
            long last = EndOfFollowing(read, first, segmentSizeBytes, limit);
            return last == first ? Extent(guess, first, limit, end.TailOffset + location.Offset) : Extent(guess, last, limit);
        }

        long rest = end.IsBeforeZeros ? WithoutZeros(read, limit) : limit;
        return new PayloadExtent(guess, rest, false, Math.Max(0, rest - TailBytes));
    }

    // Most pictures that follow each other, and how far each begins behind the last.
    private const int MostFollowing = 32;
    private const int LargestGapBytes = 1024;
    private const int MostReads = 20_000;

    /// <summary>Where the last of the pictures ends that follow one closely.</summary>
    private static long EndOfFollowing(ReadAt read, long end, long segmentSizeBytes, long limit)
    {
        byte[] window = new byte[LargestGapBytes];
        int reads = 0;
        for (int i = 0; i < MostFollowing && end < limit; i++)
        {
            var gap = window.AsSpan(0, ReadSome(read, end, window.AsSpan(0, (int)Math.Min(window.Length, segmentSizeBytes - end))));
            if (EmbeddedPictures.FindStart(gap) is not { } next)
                break;
            if (EndOf(read, next.Format, end + next.Offset, segmentSizeBytes, ref reads) is not { } known)
                return WithoutZeros(read, limit);
            end = Math.Min(known, segmentSizeBytes);
        }

        return end;
    }

    private static long? EndOf(ReadAt read, PictureFormat format, long start, long segmentSizeBytes, ref int reads)
    {
        int left = MostReads - reads, count = 0;
        byte[] head = new byte[PictureProbe.HeadBytes];
        int filled = ReadSome(read, start, head.AsSpan(0, (int)Math.Min(head.Length, segmentSizeBytes - start)));
        var probe = PictureProbe.OverSegment(
            (offset, destination) => ++count > left ? 0 : read(start + offset, destination), head.AsSpan(0, filled), segmentSizeBytes - start);
        long? end = format.FindEnd(probe).EndOffset;
        reads += count;
        return start + end;
    }

    // Where the head is zeros, only all the rest can tell whether the segment is empty.
    private static PayloadExtent MeasureZeros(ReadAt read, long segmentSizeBytes, long limit)
    {
        long length = WithoutZeros(read, limit);
        return length == 0
            ? new PayloadExtent(PayloadFormat.Empty, 0, limit == segmentSizeBytes, 0)
            : new PayloadExtent(PayloadFormat.Bytes, limit, false, Math.Max(0, limit - TailBytes));
    }

    private static PayloadExtent MeasureOther(ReadAt read, long segmentSizeBytes, long limit)
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            int wanted = (int)Math.Min(BlockBytes, segmentSizeBytes);
            var prefix = block.AsSpan(0, ReadSome(read, 0, block.AsSpan(0, wanted)));
            var text = TextDetector.Find(prefix, segmentSizeBytes);
            return text switch
            {
                { Format: PayloadFormat.QtString or PayloadFormat.QtByteArray } =>
                    Extent(text.Value.Format, StreamLength(prefix, segmentSizeBytes), limit),
                { } when EmbeddedPictures.HasLetters(prefix) => new PayloadExtent(text.Value.Format, WithoutZeros(read, limit), false, 0),
                // With what follows the NUL, so that the copy is judged by the same bytes.
                { IsEndKnown: true } => Extent(text.Value.Format, wanted, limit),
                { } => new PayloadExtent(text.Value.Format, limit, false, Math.Max(0, limit - TailBytes)),
                _ when EmbeddedPictures.FindStart(prefix) is { } found => MeasureEmbedded(read, found, segmentSizeBytes, limit),
                _ => new PayloadExtent(PayloadFormat.Bytes, limit, false, Math.Max(0, limit - TailBytes)),
            };
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static PayloadExtent MeasureEmbedded(ReadAt read, PictureLocation found, long segmentSizeBytes, long limit)
    {
        int reads = 0;
        if (EndOf(read, found.Format, found.Offset, segmentSizeBytes, ref reads) is { } end && end <= segmentSizeBytes)
            return Extent(PayloadFormat.Picture, EndOfFollowing(read, end, segmentSizeBytes, limit), limit);
        // What the picture does not tell may lie anywhere behind it.
        return new PayloadExtent(PayloadFormat.Bytes, limit, false, Math.Max(0, limit - TailBytes));
    }

    private static long StreamLength(ReadOnlySpan<byte> prefix, long segmentSizeBytes) => Math.Min(
        QtTextStream.LengthBytes + (long)BinaryPrimitives.ReadUInt32BigEndian(prefix),
        segmentSizeBytes);

    private static PayloadExtent Extent(PayloadFormat guess, long length, long limit, long? tail = null)
    {
        long bounded = Math.Min(length, limit);
        return new PayloadExtent(guess, bounded, bounded == length,
            Math.Clamp(tail ?? bounded - TailBytes, 0, bounded));
    }

    private static long WithoutZeros(ReadAt read, long limit)
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            for (long end = limit; end > 0;)
            {
                long start = Math.Max(0, end - BlockBytes);
                var part = block.AsSpan(0, ReadSome(read, start, block.AsSpan(0, (int)(end - start))));
                int last = part.LastIndexOfAnyExcept((byte)0);
                if (last >= 0)
                    return start + last + 1;
                end = start;
            }

            return 0;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    // The delegate is given by others: what it claims is not used as a length unchecked.
    public static int ReadSome(ReadAt read, long offset, Span<byte> destination) =>
        destination.IsEmpty ? 0 : Math.Clamp(read(offset, destination), 0, destination.Length);
}
