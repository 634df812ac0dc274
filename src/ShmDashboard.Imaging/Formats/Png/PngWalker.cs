namespace ShmDashboard.Imaging.Formats.Png;

/// <summary>Finds the end of a PNG in a live segment by reading the eight bytes in front of each chunk's data.</summary>
internal static class PngWalker
{
    // libpng writes IDAT chunks of 8 KiB: this many make 512 MiB. Smaller ones in such number are not a picture.
    private const int MaxChunks = 65_536;

    /// <returns>The first byte behind IEND, and where the Adler-32 and CRC of the last IDAT chunk lie; no end when the
    /// walk does not get there.</returns>
    public static PictureEnd FindEnd(in PictureProbe probe)
    {
        long? tail = null;
        Span<byte> head = stackalloc byte[8];
        long offset = PngHeader.Signature.Length;
        for (int i = 0; i < MaxChunks && offset <= probe.AvailableBytes - head.Length; i++)
        {
            if (!probe.TryRead(offset, head) || !PngChunk.TryReadHead(head, offset, out var chunk, out _))
                break;
            if (chunk.Type == PngChunk.Iend)
                return new PictureEnd(chunk.EndOffset, tail);
            if (chunk.Type == PngChunk.Idat)
                tail = chunk.EndOffset - 8;
            offset = chunk.EndOffset;
        }

        return PictureEnd.Unknown;
    }
}
