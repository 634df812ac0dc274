using System.Diagnostics;
using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Imaging.Layouts.Writing;

/// <summary>
/// A picture into a layout's own format and stride: what a program that writes this layout would have written. Padding and
/// whatever else is in the segment stay as they are. Stateless and safe for all threads.
/// </summary>
public static class LayoutWriter
{
    /// <summary>Writes all pixels.</summary>
    /// <param name="picture">Red, green, blue and alpha from 0 to 1, row after row, as large as the layout and as it is stored: not turned.</param>
    /// <param name="layout">Where they go.</param>
    /// <param name="segment">The bytes from the start of the segment.</param>
    /// <exception cref="ArgumentException">The layout does not fit the bytes, or the picture not the layout.</exception>
    public static void Write(float[] picture, PixelLayout layout, Span<byte> segment)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(layout);
        if (picture.Length != 4L * layout.Width * layout.Height)
            throw new ArgumentException($"{layout.Width} x {layout.Height} pixels need {4L * layout.Width * layout.Height} numbers, found {picture.Length}.", nameof(picture));
        Write((y, row) => picture.AsSpan(y * row.Length, row.Length).CopyTo(row), layout, segment);
    }

    /// <summary>Writes all pixels, a few rows at a time.</summary>
    /// <param name="rows">Asked for each row as it is stored, from top to bottom.</param>
    /// <param name="layout">Where they go.</param>
    /// <param name="segment">The bytes from the start of the segment.</param>
    /// <exception cref="ArgumentException">The layout does not fit the bytes.</exception>
    public static void Write(RowReading rows, PixelLayout layout, Span<byte> segment)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(layout);
        if (layout.Check(segment.Length) is { } problem)
            throw new ArgumentException(problem.ToString(), nameof(layout));

        var pixels = segment.Slice((int)layout.Offset, (int)layout.LengthBytes);
        // Rows that share their chroma are written together.
        int together = (layout.Format as YuvFormat)?.BlockHeight ?? 1, length = 4 * layout.Width;
        float[] band = new float[together * length];
        for (int y = 0; y < layout.Height; y += together)
        {
            for (int i = 0; i < together; i++)
                rows(y + i, band.AsSpan(i * length, length));
            int stored = layout.BottomUp ? layout.Height - 1 - y : y;
            switch (layout.Format)
            {
                case SampleFormat samples:
                    if (samples.Packing is { } packing)
                        WritePacked(band, samples, packing, layout, RowAt(pixels, layout, stored));
                    else
                        WriteSamples(band, samples, layout, stored, pixels);
                    break;
                case PackedFormat words:
                    WriteWords(band, words, RowAt(pixels, layout, stored));
                    break;
                case MonoFormat mono:
                    mono.Write(band, RowAt(pixels, layout, stored));
                    break;
                case BayerFormat bayer:
                    WriteMosaic(band, bayer, stored, RowAt(pixels, layout, stored));
                    break;
                case YuvFormat yuv:
                    YuvWriter.Write(band, yuv, layout, y, pixels);
                    break;
                default:
                    throw new UnreachableException($"How {layout.Format.Name} is written, nobody says.");
            }
        }
    }

    /// <summary>Makes a row: red, green, blue and alpha from 0 to 1 of all its pixels.</summary>
    /// <param name="y">The row, from the top.</param>
    /// <param name="row">Room for it.</param>
    public delegate void RowReading(int y, Span<float> row);

    private static Span<byte> RowAt(Span<byte> pixels, PixelLayout layout, int stored) =>
        pixels.Slice((int)(stored * layout.StrideBytes), (int)layout.Format.RowBytes(layout.Width));

    private static void WritePacked(ReadOnlySpan<float> row, SampleFormat format, SamplePacking packing, PixelLayout layout, Span<byte> target)
    {
        int most = (1 << packing.Bits) - 1;
        for (int x = 0; x < layout.Width; x++)
        {
            double number = NumberOf(Part(row.Slice(4 * x, 4), format.Channels[0]), format, layout);
            packing.Write(target, x, double.IsNaN(number) ? 0 : (int)Math.Clamp(Math.Round(number), 0, most));
        }
    }

    private static void WriteSamples(ReadOnlySpan<float> row, SampleFormat format, PixelLayout layout, int stored, Span<byte> pixels)
    {
        int size = format.Type.Bytes();
        int step = format.IsPlanar ? size : size * format.Channels.Length;
        for (int channel = 0; channel < format.Channels.Length; channel++)
        {
            long start = format.IsPlanar
                ? ((((long)channel * layout.Height) + stored) * layout.StrideBytes)
                : (stored * layout.StrideBytes) + (channel * size);
            var target = pixels[(int)start..];
            for (int x = 0; x < layout.Width; x++)
                format.Type.Write(target[(x * step)..], NumberOf(Part(row.Slice(4 * x, 4), format.Channels[channel]), format, layout), format.IsBigEndian);
        }
    }

    private static double NumberOf(double share, SampleFormat format, PixelLayout layout)
    {
        if (layout.Range is var (black, white))
            return layout.Scale.StoredOf(black + (share * (white - black)));
        if (format.IsFloat)
            return layout.Scale.StoredOf(share);
        if (layout.Scale.Factor < 0)
            share = 1 - share;
        var (low, high) = format.NaturalRange ?? (0, Math.Pow(2, format.BitsPerSample - (format.Type.IsSigned() ? 1 : 0)) - 1);
        return low + (share * (high - low));
    }

    /// <summary>What a channel of that name has of a pixel.</summary>
    private static double Part(ReadOnlySpan<float> rgba, string channel) => channel switch
    {
        "R" or "0" => rgba[0],
        "G" or "1" => rgba[1],
        "B" => rgba[2],
        "A" => rgba[3],
        "X" => 1,
        _ => Brightness(rgba),
    };

    /// <summary>Brightness by the weights of BT.601, as OpenCV and Qt have it.</summary>
    internal static double Brightness(ReadOnlySpan<float> rgba) => (0.299 * rgba[0]) + (0.587 * rgba[1]) + (0.114 * rgba[2]);

    private static void WriteWords(ReadOnlySpan<float> row, PackedFormat format, Span<byte> target)
    {
        var type = format.WordBytes switch { 1 => SampleType.U8, 2 => SampleType.U16, _ => SampleType.U32 };
        for (int x = 0; x < row.Length / 4; x++)
        {
            uint word = 0;
            for (int i = 0; i < 4; i++)
            {
                var field = format.Fields[i];
                uint most = (1u << field.Bits) - 1;
                word |= (uint)Math.Clamp(Math.Round(row[(4 * x) + i] * most), 0, most) << field.Shift;
            }

            type.Write(target[(x * format.WordBytes)..], word, format.IsBigEndian);
        }
    }

    private static void WriteMosaic(ReadOnlySpan<float> row, BayerFormat format, int stored, Span<byte> target)
    {
        double most = (1 << format.BitsPerSample) - 1;
        var type = format.BitsPerSample > 8 ? SampleType.U16 : SampleType.U8;
        for (int x = 0; x < row.Length / 4; x++)
        {
            int channel = "RGB".IndexOf(format.Order[((stored & 1) * 2) + (x & 1)], StringComparison.Ordinal);
            double number = Math.Clamp(row[(4 * x) + channel], 0, 1) * most;
            if (format.Packing is { } packing)
                packing.Write(target, x, (int)Math.Round(number));
            else
                type.Write(target[(x * type.Bytes())..], number, format.IsBigEndian);
        }
    }
}
