using System.Buffers.Binary;

namespace ShmDashboard.Imaging.Formats.Tga;

/// <summary>The last 26 bytes of a version 2 file: two offsets and a signature (TGA 2.0, C.5).</summary>
internal static class TgaFooter
{
    public const int LengthBytes = 26;

    private const int ExtensionBytes = 495;

    private static ReadOnlySpan<byte> Signature => "TRUEVISION-XFILE.\0"u8;

    /// <summary>Where a footer ends that follows the pixels: at once, behind an extension area, or as the last bytes
    /// there are.</summary>
    public static long? FindEnd(in PictureProbe probe, long pixelsEnd)
    {
        Span<byte> size = stackalloc byte[2];
        if (IsAt(probe, pixelsEnd))
            return pixelsEnd + LengthBytes;
        if (probe.TryRead(pixelsEnd, size) && BinaryPrimitives.ReadUInt16LittleEndian(size) == ExtensionBytes
            && IsAt(probe, pixelsEnd + ExtensionBytes))
            return pixelsEnd + ExtensionBytes + LengthBytes;
        return probe.AvailableBytes - LengthBytes > pixelsEnd && IsAt(probe, probe.AvailableBytes - LengthBytes)
            ? probe.AvailableBytes
            : null;
    }

    private static bool IsAt(in PictureProbe probe, long offset)
    {
        Span<byte> footer = stackalloc byte[LengthBytes];
        return probe.TryRead(offset, footer) && footer[8..].SequenceEqual(Signature);
    }
}
