using System.Buffers.Binary;

namespace ShmDashboard.Imaging.Formats.WebP;

/// <summary>
/// RIFF container and its first chunk, which is VP8, VP8L or VP8X (RFC 9649, 2.3 to 2.7; for the VP8 frame header
/// RFC 6386, 9.1).
/// </summary>
/// <param name="Width">1 to 16,777,216.</param>
/// <param name="Height">1 to 16,777,216.</param>
/// <param name="HasAlpha">Whether the file announces transparency.</param>
internal readonly record struct WebPHeader(int Width, int Height, bool HasAlpha)
{
    public const int LengthBytes = 30;

    public static bool TryParse(ReadOnlySpan<byte> webP, out WebPHeader header)
    {
        header = default;
        if (webP.Length < LengthBytes || !WebPDetector.IsMatch(webP))
            return false;
        var type = webP.Slice(12, 4);
        var data = webP[20..];
        if (type.SequenceEqual("VP8 "u8))
            return TryParseLossy(data, out header);
        return type.SequenceEqual("VP8L"u8)
            ? TryParseLossless(data, out header)
            : type.SequenceEqual("VP8X"u8) && TryParseExtended(data, out header);
    }

    private static bool TryParseLossy(ReadOnlySpan<byte> data, out WebPHeader header)
    {
        header = new WebPHeader(
            BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFF,
            BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFF, false);
        return data[3..6].SequenceEqual((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]) && header is { Width: > 0, Height: > 0 };
    }

    private static bool TryParseLossless(ReadOnlySpan<byte> data, out WebPHeader header)
    {
        uint bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
        header = new WebPHeader((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1, (bits >> 28 & 1) != 0);
        return data[0] == 0x2F;
    }

    private static bool TryParseExtended(ReadOnlySpan<byte> data, out WebPHeader header)
    {
        header = new WebPHeader(UInt24(data[4..]) + 1, UInt24(data[7..]) + 1, (data[0] & 0x10) != 0);
        return true;
    }

    private static int UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
