namespace ShmDashboard.Imaging.Layouts.Display;

/// <summary>
/// Makes RGBA pictures smaller by averaging the pixels of equal areas: nothing is skipped, so that fine lines grow pale
/// instead of vanishing. For sending less. Stateless and safe for all threads.
/// </summary>
public static class AreaReduction
{
    /// <summary>The largest size with whole pixels of the same shape that fits a bound; never larger than the picture.</summary>
    public static (int Width, int Height) Fit(int width, int height, int maxWidth, int maxHeight)
    {
        double scale = Math.Min(1, Math.Min((double)maxWidth / width, (double)maxHeight / height));
        return (Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale)));
    }

    /// <summary>Averages. Alpha is averaged like a colour.</summary>
    /// <param name="rgba">The picture, without padding between rows.</param>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="newWidth">1 to <paramref name="width"/>.</param>
    /// <param name="newHeight">1 to <paramref name="height"/>.</param>
    public static byte[] Reduce(ReadOnlySpan<byte> rgba, int width, int height, int newWidth, int newHeight)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(newWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(newHeight, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(newWidth, width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(newHeight, height);
        byte[] reduced = new byte[checked(newWidth * newHeight * 4)];
        uint[] sums = new uint[newWidth * 4];
        int[] starts = [.. Enumerable.Range(0, newWidth + 1).Select(i => (int)((long)i * width / newWidth))];
        for (int y = 0; y < newHeight; y++)
        {
            int top = (int)((long)y * height / newHeight);
            int bottom = (int)((y + 1L) * height / newHeight);
            Array.Clear(sums);
            for (int row = top; row < bottom; row++)
                Add(rgba.Slice(row * width * 4, width * 4), starts, sums);
            for (int i = 0; i < sums.Length; i++)
            {
                uint count = (uint)((starts[(i >> 2) + 1] - starts[i >> 2]) * (bottom - top));
                reduced[(y * newWidth * 4) + i] = (byte)((sums[i] + (count / 2)) / count);
            }
        }

        return reduced;
    }

    private static void Add(ReadOnlySpan<byte> row, int[] starts, uint[] sums)
    {
        for (int i = 0; i < starts.Length - 1; i++)
        {
            uint red = 0, green = 0, blue = 0, alpha = 0;
            for (int at = 4 * starts[i]; at < 4 * starts[i + 1]; at += 4)
            {
                red += row[at];
                green += row[at + 1];
                blue += row[at + 2];
                alpha += row[at + 3];
            }

            sums[4 * i] += red;
            sums[(4 * i) + 1] += green;
            sums[(4 * i) + 2] += blue;
            sums[(4 * i) + 3] += alpha;
        }
    }
}
