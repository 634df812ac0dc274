using System.Buffers;

namespace ShmDashboard.Imaging.Formats.Tga;

/// <summary>
/// Walks run-length packets: a byte whose upper bit tells a run (one pixel follows) from raw pixels, and whose other bits
/// are their number less one (TGA 2.0, "Run-length encoded images").
/// </summary>
internal static class TgaPackets
{
    private const int BlockBytes = 16 * 1024;

    // More packets are not a picture that anybody keeps in memory, and not worth walking for each look.
    private const long MaxPixels = 1L << 25;

    /// <summary>The first byte behind the packets of all pixels; null when they do not end with the last pixel.</summary>
    public static long? FindEnd(in PictureProbe probe, in TgaHeader header)
    {
        if (header.PixelCount > MaxPixels)
            return null;
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            return Walk(probe, header, block);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static long? Walk(in PictureProbe probe, in TgaHeader header, Span<byte> block)
    {
        long pixels = 0;
        long offset = header.DataOffset;
        long blockStart = offset;
        int filled = 0;
        while (pixels < header.PixelCount)
        {
            if (offset < blockStart || offset >= blockStart + filled)
            {
                blockStart = offset;
                filled = probe.Read(offset, block);
                if (filled == 0)
                    return null;
            }

            byte packet = block[(int)(offset - blockStart)];
            int count = (packet & 0x7F) + 1;
            pixels += count;
            offset += 1 + ((packet & 0x80) != 0 ? header.BytesPerPixel : count * header.BytesPerPixel);
        }

        return pixels == header.PixelCount && offset <= probe.AvailableBytes ? offset : null;
    }
}
