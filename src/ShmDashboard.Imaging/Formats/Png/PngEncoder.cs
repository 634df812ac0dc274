using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Imaging.Formats.Png;

/// <summary>
/// Pixels to PNG: 8 and 16 bits, without interlace, one IDAT chunk. Each row takes the filter whose result has the
/// smallest sum of absolute values (PNG specification, third edition, 12.7). Stateless and safe for all threads.
/// </summary>
public static class PngEncoder
{
    /// <summary>Largest picture that is encoded, in bytes of pixels: the result must fit one array.</summary>
    public const long MaxPixelBytes = 1L << 30;

    /// <summary>Encodes all pixels; the samples are written as they are, without gamma or profile.</summary>
    /// <param name="picture">What to encode; must not change meanwhile.</param>
    /// <param name="level">How hard to try; with <see cref="CompressionLevel.NoCompression"/> rows are not filtered
    /// either.</param>
    /// <exception cref="ArgumentException">The picture has more than <see cref="MaxPixelBytes"/>.</exception>
    public static byte[] Encode(PixelBuffer picture, CompressionLevel level = CompressionLevel.Fastest)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var pixelBytes = (long)picture.Width * picture.Height * picture.Format.BytesPerPixel();
        if (pixelBytes > MaxPixelBytes)
            throw new ArgumentException(
                $"Cannot encode {picture.Width} x {picture.Height} {picture.Format} as PNG: it has {pixelBytes} bytes " +
                $"of pixels, the limit is {MaxPixelBytes}. Scale it down.", nameof(picture));

        using var file = new MemoryStream();
        file.Write(PngHeader.Signature);
        WriteChunk(file, PngChunk.Ihdr, Header(picture));
        WriteData(file, picture, level);
        WriteChunk(file, PngChunk.Iend, []);
        return file.ToArray();
    }

    private static byte[] Header(PixelBuffer picture)
    {
        var (depth, colour) = picture.Format switch
        {
            PixelFormat.Rgba8 => (8, PngColourType.Rgba),
            PixelFormat.Rgba16 => (16, PngColourType.Rgba),
            PixelFormat.Rgb8 => (8, PngColourType.Rgb),
            PixelFormat.Grey8 => (8, PngColourType.Grey),
            _ => (16, PngColourType.Grey),
        };
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), picture.Height);
        header[8] = (byte)depth;
        header[9] = (byte)colour;
        return header;
    }

    private static void WriteChunk(MemoryStream file, uint type, ReadOnlySpan<byte> data)
    {
        WriteUInt32(file, (uint)data.Length);
        var start = (int)file.Position;
        WriteUInt32(file, type);
        file.Write(data);
        WriteUInt32(file, Crc32.Compute(file.GetBuffer().AsSpan(start, data.Length + 4)));
    }

    // The length is known only afterwards: compressed straight into the file, then put in its place.
    private static void WriteData(MemoryStream file, PixelBuffer picture, CompressionLevel level)
    {
        var lengthAt = (int)file.Position;
        WriteUInt32(file, 0);
        WriteUInt32(file, PngChunk.Idat);
        using (var zlib = new ZLibStream(file, level, leaveOpen: true))
            WriteRows(zlib, picture, filters: level != CompressionLevel.NoCompression);

        var typeAndData = file.GetBuffer().AsSpan(lengthAt + 4, (int)file.Position - lengthAt - 4);
        BinaryPrimitives.WriteInt32BigEndian(file.GetBuffer().AsSpan(lengthAt), typeAndData.Length - 4);
        WriteUInt32(file, Crc32.Compute(typeAndData));
    }

    private static void WriteRows(ZLibStream zlib, PixelBuffer picture, bool filters)
    {
        var pixelBytes = picture.Format.BytesPerPixel();
        var rowBytes = picture.Width * pixelBytes;
        var above = new byte[rowBytes];
        var row = new byte[rowBytes];
        var best = new byte[rowBytes + 1];
        var candidate = new byte[rowBytes + 1];
        for (var y = 0; y < picture.Height; y++)
        {
            ToBigEndian(picture.Row(y), row, picture.Format);
            best[0] = PngFilter.None;
            row.CopyTo(best.AsSpan(1));
            if (filters)
                ChooseFilter(row, above, pixelBytes, ref best, ref candidate);
            zlib.Write(best);
            (row, above) = (above, row);
        }
    }

    private static void ChooseFilter(byte[] row, byte[] above, int pixelBytes, ref byte[] best, ref byte[] candidate)
    {
        var bestCost = Cost(best.AsSpan(1), long.MaxValue);
        foreach (var filter in (ReadOnlySpan<byte>)[PngFilter.Sub, PngFilter.Up, PngFilter.Paeth])
        {
            candidate[0] = filter;
            PngFilter.Apply(filter, row, above, pixelBytes, candidate.AsSpan(1));
            var cost = Cost(candidate.AsSpan(1), bestCost);
            if (cost >= bestCost)
                continue;
            bestCost = cost;
            (best, candidate) = (candidate, best);
        }
    }

    private static long Cost(ReadOnlySpan<byte> filtered, long giveUpAt)
    {
        const int Stride = 4096;
        var cost = 0L;
        for (; !filtered.IsEmpty && cost < giveUpAt; filtered = filtered[Math.Min(Stride, filtered.Length)..])
            foreach (var value in MemoryMarshal.Cast<byte, sbyte>(filtered[..Math.Min(Stride, filtered.Length)]))
                cost += Math.Abs((int)value);
        return cost;
    }

    private static void ToBigEndian(ReadOnlySpan<byte> pixels, Span<byte> row, PixelFormat format)
    {
        if (format is PixelFormat.Rgba16 or PixelFormat.Grey16 && BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(
                MemoryMarshal.Cast<byte, ushort>(pixels), MemoryMarshal.Cast<byte, ushort>(row));
        else
            pixels.CopyTo(row);
    }

    private static void WriteUInt32(MemoryStream file, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        file.Write(bytes);
    }
}
