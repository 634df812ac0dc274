using ShmDashboard.Imaging.Payloads;

namespace ShmDashboard.Imaging.Formats.Png;

/// <summary>Finds the end of a PNG in a live segment by reading the eight bytes in front of each chunk's data.</summary>
internal static class PngWalker
{
    // libpng writes IDAT chunks of 8 KiB: this many make 512 MiB. Smaller ones in such number are not a picture.
    private const int MaxChunks = 65_536;

    /// <param name="read">Reads the live segment.</param>
    /// <param name="start">Where the signature is.</param>
    /// <param name="segmentSizeBytes">Nothing lies behind it.</param>
    /// <param name="tail">Where the Adler-32 and CRC of the last IDAT chunk lie.</param>
    /// <returns>The first byte behind IEND; null when the walk does not get there.</returns>
    public static long? FindEnd(ReadAt read, long start, long segmentSizeBytes, out long? tail)
    {
        tail = null;
        Span<byte> head = stackalloc byte[8];
        var offset = start + PngHeader.Signature.Length;
        for (var i = 0; i < MaxChunks && offset <= segmentSizeBytes - head.Length; i++)
        {
            if (PayloadIdentifier.ReadSome(read, offset, head) < head.Length
                || !PngChunk.TryReadHead(head, offset, out var chunk, out _))
                return null;
            if (chunk.Type == PngChunk.Iend)
                return Math.Min(chunk.EndOffset, segmentSizeBytes);
            if (chunk.Type == PngChunk.Idat)
                tail = chunk.EndOffset - 8;
            offset = chunk.EndOffset;
        }

        return null;
    }
}
