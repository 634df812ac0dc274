using System.Buffers.Binary;
using System.Text;

namespace ShmDashboard.Tests.Imaging.Payloads;

/// <summary>Payloads as other programs write them.</summary>
internal static class Samples
{
    /// <summary>
    /// QDataStream &lt;&lt; QPixmap of 2 x 2 ARGB32 (red, green / blue, half-transparent white), captured from Qt 5.15.8 on
    /// Debian's offscreen platform.
    /// </summary>
    public static byte[] QtPixmap { get; } = Convert.FromHexString(
        "0000000189504e470d0a1a0a0000000d49484452000000020000000208060000" +
        "0072b60d24000000097048597300000f6100000f6101a83fa769000000194944" +
        "41540899 05c1010d000008c020dc2c6ef20b226947e21e3f8006818e835f2600"
            .Replace(" ", "", StringComparison.Ordinal) +
        "00000049454e44ae426082");

    public static byte[] Png => QtPixmap[4..];

    /// <summary>A JPEG's structure (SOI, APP0, SOF0 of 640 x 480 in three components, SOS, a scan with stuffing and a
    /// restart marker, EOI); the scan is not a picture.</summary>
    public static byte[] Jpeg { get; } = Convert.FromHexString(
        "FFD8FFE000104A46494600010100000100010000" +
        "FFC0001108 01E0 0280 03012200021101031101".Replace(" ", "", StringComparison.Ordinal) +
        "FFDA000C03010002110311003F00" + "1234FF005678FFD09ABCFFFFD9");

    public static byte[] Gif { get; } =
        [.. "GIF89a"u8, 7, 0, 5, 0, 0x80, 0, 0, 1, 2, 3, 4, 5, 6, 0x21, 0xF9, 4, 0, 0, 0, 0, 0,
         0x2C, 0, 0, 0, 0, 7, 0, 5, 0, 0, 2, 2, 0x4C, 0x01, 0, 0x3B];

    public static byte[] WebPLossy { get; } = WebP("VP8 ", [0, 0, 0, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0xE0, 0x01]);
    public static byte[] WebPLossless { get; } = WebP("VP8L", [0x2F, 0x7F, 0xC2, 0x77, 0x10, 0, 0, 0, 0, 0]);
    public static byte[] WebPExtended { get; } = WebP("VP8X", [0x10, 0, 0, 0, 0x7F, 0x02, 0, 0xDF, 0x01, 0]);

    public static byte[] Bmp(int width, int height, int bits = 24)
    {
        int row = ((Math.Abs(width) * bits) + 31) / 32 * 4;
        byte[] bytes = new byte[54 + (row * Math.Abs(height))];
        "BM"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(2), bytes.Length);
        bytes[10] = 54;
        bytes[14] = 40;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(22), height);
        bytes[26] = 1;
        bytes[28] = (byte)bits;
        return bytes;
    }

    public static byte[] Avif { get; } =
    [
        .. Box("ftyp", [.. "avif"u8, 0, 0, 0, 0, .. "mif1"u8]),
        .. Box("meta", [0, 0, 0, 0, .. Box("hdlr", new byte[20]), .. Box("iprp", Box("ipco",
        [
            .. Box("ispe", [0, 0, 0, 0, 0, 0, 2, 0x80, 0, 0, 1, 0xE0]),
            .. Box("pixi", [0, 0, 0, 0, 3, 10, 10, 10]),
            .. Box("ispe", [0, 0, 0, 0, 0, 0, 0, 40, 0, 0, 0, 30]),
        ]))]),
        .. Box("mdat", new byte[100]),
    ];

    public static byte[] InSegment(byte[] payload, int segmentBytes, byte fill = 0)
    {
        byte[] segment = new byte[segmentBytes];
        segment.AsSpan().Fill(fill);
        payload.CopyTo(segment, 0);
        return segment;
    }

    public static byte[] Marked(uint marker, byte[] picture)
    {
        byte[] bytes = new byte[4 + picture.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, marker);
        picture.CopyTo(bytes, 4);
        return bytes;
    }

    private static byte[] Box(string type, byte[] content)
    {
        byte[] box = new byte[8 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        Encoding.ASCII.GetBytes(type).CopyTo(box, 4);
        content.CopyTo(box, 8);
        return box;
    }

    private static byte[] WebP(string chunk, byte[] data)
    {
        byte[] bytes = new byte[20 + data.Length];
        "RIFF"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - 8);
        "WEBP"u8.CopyTo(bytes.AsSpan(8));
        Encoding.ASCII.GetBytes(chunk).CopyTo(bytes, 12);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), data.Length);
        data.CopyTo(bytes, 20);
        return bytes;
    }
}
