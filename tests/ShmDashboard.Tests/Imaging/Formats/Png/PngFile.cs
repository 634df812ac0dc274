using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ShmDashboard.Tests.Imaging.Formats.Png;

/// <summary>Writes PNG files chunk by chunk, right or wrong; shares no code with what it tests.</summary>
internal sealed class PngFile
{
    private readonly MemoryStream _bytes = new();

    public PngFile() => _bytes.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);

    /// <summary>A sound 2 x 2 RGB picture for tests that then break it.</summary>
    public static byte[] Small() => new PngFile()
        .Ihdr(2, 2, 8, 2)
        .Idat([0, 1, 2, 3, 4, 5, 6, 0, 7, 8, 9, 10, 11, 12])
        .Iend();

    public static byte[] Zlib(ReadOnlySpan<byte> data)
    {
        using var result = new MemoryStream();
        using (var zlib = new ZLibStream(result, CompressionLevel.Optimal))
            zlib.Write(data);
        return result.ToArray();
    }

    public static uint BitwiseCrc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }

    public PngFile Chunk(string type, ReadOnlySpan<byte> data, uint crcError = 0)
    {
        byte[] typeAndData = [.. Encoding.Latin1.GetBytes(type), .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        _bytes.Write(number);
        _bytes.Write(typeAndData);
        BinaryPrimitives.WriteUInt32BigEndian(number, BitwiseCrc(typeAndData) ^ crcError);
        _bytes.Write(number);
        return this;
    }

    public PngFile Ihdr(
        uint width, uint height, int depth, int colour, int interlace = 0, int compression = 0, int filter = 0)
    {
        byte[] data = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(data, width);
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(4), height);
        data[8] = (byte)depth;
        data[9] = (byte)colour;
        data[10] = (byte)compression;
        data[11] = (byte)filter;
        data[12] = (byte)interlace;
        return Chunk("IHDR", data);
    }

    public PngFile Idat(ReadOnlySpan<byte> uncompressed) => Chunk("IDAT", Zlib(uncompressed));

    public byte[] Iend() => Chunk("IEND", []).ToArray();

    public byte[] ToArray() => _bytes.ToArray();
}
