using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Imaging.Formats.Png;

/// <summary>
/// The one colour or brightness that tRNS makes transparent (PNG specification, third edition, 11.3.1.1), for 16 bits a
/// sample, where ImageSharp 2.1.13 leaves it opaque (measured).
/// </summary>
internal static class PngTransparentColour
{
    /// <summary>Makes its pixels transparent.</summary>
    public static void Apply(ReadOnlySpan<byte> png, PixelBuffer picture)
    {
        if (picture.Format != PixelFormat.Rgba16 || !PngHeader.TryParse(png, out var header)
            || header is not { BitDepth: 16, ColourType: PngColourType.Grey or PngColourType.Rgb })
            return;
        var key = PngStructure.Scan(png, ImageLimits.Default).Transparency is var range && range.End.Value > range.Start.Value
            ? png[range] : [];
        if (key.IsEmpty)
            return;
        ushort red = BinaryPrimitives.ReadUInt16BigEndian(key);
        var (green, blue) = header.ColourType == PngColourType.Grey
            ? (red, red)
            : (BinaryPrimitives.ReadUInt16BigEndian(key[2..]), BinaryPrimitives.ReadUInt16BigEndian(key[4..]));
        for (int y = 0; y < picture.Height; y++)
        {
            var row = MemoryMarshal.Cast<byte, ushort>(picture.Row(y));
            for (int i = 0; i < row.Length; i += 4)
                if (row[i] == red && row[i + 1] == green && row[i + 2] == blue)
                    row[i + 3] = 0;
        }
    }
}
