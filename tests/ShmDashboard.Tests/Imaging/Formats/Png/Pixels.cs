using System.Runtime.InteropServices;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Tests.Imaging.Formats.Png;

/// <summary>Pixels of any format as RGBA with 16 bits, the common ground of comparisons.</summary>
internal static class Pixels
{
    public static ushort[] ToRgba16(PixelBuffer picture)
    {
        var result = new List<ushort>(picture.Width * picture.Height * 4);
        for (int y = 0; y < picture.Height; y++)
        {
            var row = picture.Row(y);
            var wide = MemoryMarshal.Cast<byte, ushort>(row);
            for (int x = 0; x < picture.Width; x++)
                result.AddRange(picture.Format switch
                {
                    PixelFormat.Rgba8 => [Wide(row[4 * x]), Wide(row[(4 * x) + 1]), Wide(row[(4 * x) + 2]),
                        Wide(row[(4 * x) + 3])],
                    PixelFormat.Rgb8 => [Wide(row[3 * x]), Wide(row[(3 * x) + 1]), Wide(row[(3 * x) + 2]), ushort.MaxValue],
                    PixelFormat.Grey8 => [Wide(row[x]), Wide(row[x]), Wide(row[x]), ushort.MaxValue],
                    PixelFormat.Grey16 => [wide[x], wide[x], wide[x], ushort.MaxValue],
                    _ => wide.Slice(4 * x, 4).ToArray(),
                });
        }

        return [.. result];
    }

    public static ushort[] ExpectedRgba16(PngSample sample)
    {
        var result = new List<ushort>(sample.Width * sample.Height * 4);
        for (int y = 0; y < sample.Height; y++)
            for (int x = 0; x < sample.Width; x++)
            {
                var (r, g, b, a) = sample.Expected(x, y);
                int factor = sample.Depth == 16 ? 1 : 257;
                result.AddRange([(ushort)(r * factor), (ushort)(g * factor), (ushort)(b * factor), (ushort)(a * factor)]);
            }

        return [.. result];
    }

    private static ushort Wide(byte value) => (ushort)(value * 257);
}
