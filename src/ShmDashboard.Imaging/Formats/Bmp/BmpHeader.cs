using System.Buffers.Binary;

namespace ShmDashboard.Imaging.Formats.Bmp;

/// <summary>
/// BITMAPFILEHEADER (14 bytes: "BM", u32 LE file size, reserved, u32 LE pixel offset) and the DIB header behind it
/// (BITMAPCOREHEADER or BITMAPINFOHEADER and later; Windows GDI reference). "BM" alone is two letters of any text, so the
/// fields must make sense together.
/// </summary>
/// <param name="Width">1 to 2^31 - 1.</param>
/// <param name="Height">Rows, always positive, also where the file has them from the top (a negative height there).</param>
/// <param name="BitsPerPixel">1, 2, 4, 8, 16, 24 or 32.</param>
/// <param name="LengthBytes">The whole file: what uncompressed rows need, else the size the file states.</param>
internal readonly record struct BmpHeader(int Width, int Height, int BitsPerPixel, long LengthBytes)
{
    private const int FileHeaderBytes = 14;
    private const int CoreHeaderBytes = 12;

    public string Channels => BitsPerPixel switch
    {
        <= 8 => "palette",
        32 => "RGBA",
        _ => "RGB",
    };

    public static bool TryParse(ReadOnlySpan<byte> bmp, out BmpHeader header)
    {
        header = default;
        if (bmp.Length < FileHeaderBytes + CoreHeaderBytes || !bmp.StartsWith("BM"u8))
            return false;
        uint dibBytes = BinaryPrimitives.ReadUInt32LittleEndian(bmp[14..]);
        bool isCore = dibBytes == CoreHeaderBytes;
        if (!isCore && (dibBytes is not (40 or 52 or 56 or 64 or 108 or 124) || bmp.Length < 34))
            return false;

        var dib = bmp[FileHeaderBytes..];
        long width = isCore ? BinaryPrimitives.ReadUInt16LittleEndian(dib[4..])
            : BinaryPrimitives.ReadInt32LittleEndian(dib[4..]);
        long height = isCore ? BinaryPrimitives.ReadUInt16LittleEndian(dib[6..])
            : BinaryPrimitives.ReadInt32LittleEndian(dib[8..]);
        int planes = BinaryPrimitives.ReadUInt16LittleEndian(dib[(isCore ? 8 : 12)..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(dib[(isCore ? 10 : 14)..]);
        uint compression = isCore ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(dib[16..]);
        long pixelOffset = BinaryPrimitives.ReadUInt32LittleEndian(bmp[10..]);
        if (planes != 1 || bits is not (1 or 2 or 4 or 8 or 16 or 24 or 32) || compression > 6
            || width < 1 || height is 0 or int.MinValue || pixelOffset < FileHeaderBytes + dibBytes)
            return false;

        long rows = Math.Abs(height);
        header = new BmpHeader((int)width, (int)rows, bits,
            Length(bmp, pixelOffset, width * bits, rows, isPacked: compression is 0 or 3 or 6));
        return true;
    }

    // Writers leave the file size 0 or wrong; the rows of an uncompressed file (padded to 4 bytes) are certain.
    private static long Length(ReadOnlySpan<byte> bmp, long pixelOffset, long rowBits, long rows, bool isPacked)
    {
        long stated = Math.Max(BinaryPrimitives.ReadUInt32LittleEndian(bmp[2..]), pixelOffset);
        if (!isPacked)
            return stated;
        var needed = (Int128)pixelOffset + ((Int128)((rowBits + 31) / 32 * 4) * rows);
        return needed > long.MaxValue ? long.MaxValue : (long)needed;
    }
}
