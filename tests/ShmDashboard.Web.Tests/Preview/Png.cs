using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ShmDashboard.Web.Tests.Preview;

/// <summary>The least of a PNG writer: 8 bits a channel, no filters.</summary>
internal static class Png
{
    /// <summary>Draws a picture pixel by pixel: x and y go from 0 to 1.</summary>
    public static byte[] Draw(int width, int height, int channels, Func<double, double, (double R, double G, double B, double A)> pixel)
    {
        using var raw = new MemoryStream();
        using (var deflate = new ZLibStream(raw, CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] line = new byte[1 + width * channels];
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    var (r, g, b, a) = pixel((double)x / width, (double)y / height);
                    double[] values = [r, g, b, a];
                    for (int channel = 0; channel < channels; channel++)
                        line[1 + x * channels + channel] = (byte)Math.Clamp(values[channel] * 255, 0, 255);
                }

                deflate.Write(line);
            }
        }

        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = channels switch { 1 => 0, 3 => 2, _ => 6 };
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        Chunk(png, "IHDR", header);
        Chunk(png, "IDAT", raw.ToArray());
        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    private static void Chunk(Stream png, string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        byte[] number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(body);
        uint crc = uint.MaxValue;
        foreach (byte value in body)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0xedb88320 & (uint)-(int)(crc & 1));
        }

        BinaryPrimitives.WriteUInt32BigEndian(number, ~crc);
        png.Write(number);
    }
}
