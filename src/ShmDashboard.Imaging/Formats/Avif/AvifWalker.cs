namespace ShmDashboard.Imaging.Formats.Avif;

/// <summary>Finds the end of an AVIF in a live segment by the headers of its outermost boxes.</summary>
internal static class AvifWalker
{
    private const int MaxBoxes = 1024;

    /// <returns>The first byte behind the last box; null when a box reaches to the end of the segment.</returns>
    public static long? FindEnd(in PictureProbe probe)
    {
        Span<byte> head = stackalloc byte[16];
        long offset = 0L;
        for (int i = 0; i < MaxBoxes && offset < probe.AvailableBytes; i++)
        {
            head.Clear();
            bool isThere = probe.Read(offset, head) >= 8;
            if (!isThere || !IsoBox.TryRead(head, out var box))
                return offset;
            if (head[..4].IndexOfAnyExcept((byte)0) < 0)
                return null;
            if (box.LengthBytes > probe.AvailableBytes - offset)
                return probe.AvailableBytes;
            offset += box.LengthBytes;
        }

        return offset;
    }
}
