namespace ShmDashboard.Tests.Imaging.Layouts.Display;

/// <summary>What reducing a picture is by definition: the average of equal areas, rounded half up, a sum and a division a channel.</summary>
internal static class ScalarReduction
{
    /// <summary>Of RGBA without padding between rows; alpha is averaged like a colour.</summary>
    public static byte[] Reduce(ReadOnlySpan<byte> rgba, int width, int height, int newWidth, int newHeight)
    {
        byte[] reduced = new byte[newWidth * newHeight * 4];
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
