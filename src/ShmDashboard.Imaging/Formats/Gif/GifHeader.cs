using System.Buffers.Binary;

namespace ShmDashboard.Imaging.Formats.Gif;

/// <summary>
/// Signature and logical screen descriptor: 6 letters, u16 LE width and height, flags (GIF89a, section 18).
/// </summary>
/// <param name="Width">Of the logical screen; 1 to 65,535.</param>
/// <param name="Height">Of the logical screen; 1 to 65,535.</param>
/// <param name="GlobalPaletteBytes">3 bytes for each colour of the global palette; 0 when there is none.</param>
internal readonly record struct GifHeader(int Width, int Height, int GlobalPaletteBytes)
{
    public const int LengthBytes = 13;

    public static bool TryParse(ReadOnlySpan<byte> gif, out GifHeader header)
    {
        header = default;
        if (gif.Length < LengthBytes || !GifDetector.IsMatch(gif))
            return false;
        header = new GifHeader(
            BinaryPrimitives.ReadUInt16LittleEndian(gif[6..]),
            BinaryPrimitives.ReadUInt16LittleEndian(gif[8..]),
            PaletteBytes(gif[10]));
        return header is { Width: > 0, Height: > 0 };
    }

    /// <summary>Size of the palette that a flags byte announces.</summary>
    public static int PaletteBytes(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
}
