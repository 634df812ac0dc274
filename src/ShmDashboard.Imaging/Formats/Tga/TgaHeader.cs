using System.Buffers.Binary;

namespace ShmDashboard.Imaging.Formats.Tga;

/// <summary>
/// The 18 bytes that a TGA starts with, all little-endian (Truevision TGA File Format Specification 2.0, 1991). There is
/// no signature, so only combinations that writers use are accepted.
/// </summary>
/// <param name="Width">1 to 65,535.</param>
/// <param name="Height">1 to 65,535.</param>
/// <param name="BitsPerPixel">8, 15, 16, 24 or 32.</param>
/// <param name="ImageType">1 palette, 2 colour, 3 grey; 9, 10 and 11 the same run-length encoded.</param>
/// <param name="AlphaBits">Bits of alpha in a pixel.</param>
/// <param name="DataOffset">Where the pixels start: behind header, identification and palette.</param>
internal readonly record struct TgaHeader(
    int Width, int Height, int BitsPerPixel, int ImageType, int AlphaBits, int DataOffset)
{
    public const int LengthBytes = 18;

    public bool IsRunLength => ImageType >= 9;

    public int BytesPerPixel => (BitsPerPixel + 7) / 8;

    public long PixelCount => (long)Width * Height;

    /// <summary>Where the pixels end when they are not run-length encoded.</summary>
    public long PlainEnd => DataOffset + (PixelCount * BytesPerPixel);

    public string Channels => (ImageType & 7) switch
    {
        1 => "palette",
        3 => AlphaBits > 0 ? "grey + alpha" : "grey",
        _ => AlphaBits > 0 ? "RGBA" : "RGB",
    };

    public int BitsPerChannel => (ImageType & 7) == 2 && BitsPerPixel <= 16 ? 5 : 8;

    public static bool TryParse(ReadOnlySpan<byte> head, out TgaHeader header)
    {
        header = default;
        if (head.Length < LengthBytes)
            return false;
        int mapBytes = PaletteBytes(head);
        var (bits, alpha) = (head[16], head[17] & 0x0F);
        header = new TgaHeader(
            BinaryPrimitives.ReadUInt16LittleEndian(head[12..]),
            BinaryPrimitives.ReadUInt16LittleEndian(head[14..]),
            bits, head[2], alpha, LengthBytes + head[0] + mapBytes);
        // The upper two bits of the last byte stood for interleaving in version 1 and must be zero in version 2.
        return mapBytes >= 0 && (head[17] & 0xC0) == 0 && header is { Width: > 0, Height: > 0 }
            && head[2] switch
            {
                1 or 9 => mapBytes > 0 && bits == 8 && alpha is 0 or 8,
                2 or 10 => mapBytes == 0
                    && (bits, alpha) is (15, 0 or 1) or (16, 0 or 1) or (24, 0) or (32, 0 or 8),
                3 or 11 => mapBytes == 0 && (bits, alpha) is (8, 0) or (8, 8) or (16, 8),
                _ => false,
            };
    }

    // -1 when the description of the palette is not one.
    private static int PaletteBytes(ReadOnlySpan<byte> head)
    {
        if (head[1] == 0)
            return head[3..8].IndexOfAnyExcept((byte)0) < 0 ? 0 : -1;
        ushort first = BinaryPrimitives.ReadUInt16LittleEndian(head[3..]);
        ushort colours = BinaryPrimitives.ReadUInt16LittleEndian(head[5..]);
        return head[1] == 1 && colours is >= 1 and <= 256 && first < colours && head[7] is 15 or 16 or 24 or 32
            ? colours * ((head[7] + 7) / 8)
            : -1;
    }
}
