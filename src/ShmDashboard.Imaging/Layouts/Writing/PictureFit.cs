using System.Runtime.InteropServices;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Imaging.Layouts.Writing;

/// <summary>
/// A picture in a frame of another size: as large as it can be without losing its shape, with black beside it. In the same size
/// every pixel stays what it is. Stateless and safe for all threads.
/// </summary>
public static class PictureFit
{
    /// <summary>Where in the frame the picture comes to lie.</summary>
    public static PixelRegion Place(int pictureWidth, int pictureHeight, int frameWidth, int frameHeight)
    {
        double scale = Math.Min((double)frameWidth / pictureWidth, (double)frameHeight / pictureHeight);
        int width = Math.Clamp((int)Math.Round(pictureWidth * scale), 1, frameWidth);
        int height = Math.Clamp((int)Math.Round(pictureHeight * scale), 1, frameHeight);
        return new PixelRegion((frameWidth - width) / 2, (frameHeight - height) / 2, width, height);
    }

    /// <summary>Makes the frame: red, green, blue and alpha from 0 to 1, row after row.</summary>
    public static float[] Into(PixelBuffer picture, int frameWidth, int frameHeight)
    {
        ArgumentNullException.ThrowIfNull(picture);
        float[] frame = new float[4L * frameWidth * frameHeight];
        for (int i = 3; i < frame.Length; i += 4)
            frame[i] = 1;
        var place = Place(picture.Width, picture.Height, frameWidth, frameHeight);
        var columns = Weights(picture.Width, place.Width);
        var rows = Weights(picture.Height, place.Height);
        float[] source = new float[4 * picture.Width];
        var narrowed = new Dictionary<int, float[]>();
        for (int y = 0; y < place.Height; y++)
        {
            var target = frame.AsSpan(4 * ((((place.Y + y) * frameWidth)) + place.X), 4 * place.Width);
            target.Clear();
            var (first, weights) = rows[y];
            foreach (int done in narrowed.Keys.Where(row => row < first).ToArray())
                narrowed.Remove(done);
            for (int k = 0; k < weights.Length; k++)
            {
                if (!narrowed.TryGetValue(first + k, out float[]? row))
                {
                    ToFloats(picture, first + k, source);
                    narrowed[first + k] = row = Narrow(source, columns);
                }

                for (int i = 0; i < target.Length; i++)
                    target[i] += weights[k] * row[i];
            }
        }

        return frame;
    }

    private static float[] Narrow(float[] source, (int First, float[] Weights)[] columns)
    {
        float[] row = new float[4 * columns.Length];
        for (int x = 0; x < columns.Length; x++)
        {
            var (first, weights) = columns[x];
            for (int k = 0; k < weights.Length; k++)
            {
                for (int channel = 0; channel < 4; channel++)
                    row[(4 * x) + channel] += weights[k] * source[(4 * (first + k)) + channel];
            }
        }

        return row;
    }

    // A triangle as wide as a pixel of the smaller of both: bilinear when enlarged, averaged when reduced.
    private static (int First, float[] Weights)[] Weights(int from, int to)
    {
        var all = new (int, float[])[to];
        double scale = (double)from / to, reach = Math.Max(1, scale);
        for (int i = 0; i < to; i++)
        {
            double centre = ((i + 0.5) * scale) - 0.5;
            int first = Math.Max(0, (int)Math.Ceiling(centre - reach + 1e-9)), last = Math.Min(from - 1, (int)Math.Floor(centre + reach - 1e-9));
            double[] weights = [.. Enumerable.Range(first, last - first + 1).Select(source => 1 - (Math.Abs(source - centre) / reach))];
            double sum = weights.Sum();
            all[i] = (first, [.. weights.Select(weight => (float)(weight / sum))]);
        }

        return all;
    }

    private static void ToFloats(PixelBuffer picture, int y, float[] target)
    {
        var row = picture.Row(y);
        var deep = picture.Format is PixelFormat.Rgba16 or PixelFormat.Grey16 ? MemoryMarshal.Cast<byte, ushort>(row) : default;
        for (int x = 0; x < picture.Width; x++)
        {
            (target[4 * x], target[(4 * x) + 1], target[(4 * x) + 2], target[(4 * x) + 3]) = picture.Format switch
            {
                PixelFormat.Rgba8 => (row[4 * x] / 255f, row[(4 * x) + 1] / 255f, row[(4 * x) + 2] / 255f, row[(4 * x) + 3] / 255f),
                PixelFormat.Rgb8 => (row[3 * x] / 255f, row[(3 * x) + 1] / 255f, row[(3 * x) + 2] / 255f, 1f),
                PixelFormat.Grey8 => (row[x] / 255f, row[x] / 255f, row[x] / 255f, 1f),
                PixelFormat.Grey16 => (deep[x] / 65535f, deep[x] / 65535f, deep[x] / 65535f, 1f),
                _ => (deep[4 * x] / 65535f, deep[(4 * x) + 1] / 65535f, deep[(4 * x) + 2] / 65535f, deep[(4 * x) + 3] / 65535f),
            };
        }
    }
}
