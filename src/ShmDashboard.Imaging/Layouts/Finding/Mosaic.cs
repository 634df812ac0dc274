namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>Tells raw pictures behind a mosaic of colour filters, and in which order the filters are.</summary>
internal static class Mosaic
{
    /// <summary>The orders of filters that would explain the rows, the likeliest first; none where it is no mosaic.</summary>
    /// <param name="rows">The rows; the upper one of each pair has an even number.</param>
    /// <param name="rowBytes">Bytes of pixels in a row, of 8 bits each.</param>
    public static string[] Orders(RowTable rows, int rowBytes)
    {
        var even = SampleSmoothness.Of(rows, rowBytes, 0, 2, PixelFormats.SampleType.U8);
        var odd = SampleSmoothness.Of(rows, rowBytes, 1, 2, PixelFormats.SampleType.U8);
        // Of samples of 16 bits, one half varies little or is noise.
        if (Math.Min(even.Deviation, odd.Deviation) < 4 || Math.Max(even.Roughness, odd.Roughness) > 0.1 + (2.5 * Math.Min(even.Roughness, odd.Roughness)))
            return [];
        Span<double> means = stackalloc double[4];
        double beside = 0, second = 0, diagonal = 0, antidiagonal = 0;
        int count = 0;
        for (int i = 0; i < rows.Count; i += 2)
        {
            ReadOnlySpan<byte> upper = rows.Row(i)[..rowBytes], lower = rows.Row(i + 1)[..rowBytes];
            for (int x = 0; x + 3 < rowBytes; x += 2)
            {
                means[0] += upper[x];
                means[1] += upper[x + 1];
                means[2] += lower[x];
                means[3] += lower[x + 1];
                beside += Math.Abs(upper[x] - upper[x + 1]) + Math.Abs(lower[x] - lower[x + 1]);
                second += Math.Abs(upper[x] - upper[x + 2]) + Math.Abs(lower[x] - lower[x + 2]);
                diagonal += Math.Abs(upper[x] - lower[x + 1]);
                antidiagonal += Math.Abs(upper[x + 1] - lower[x]);
                count++;
            }
        }

        if (count == 0 || beside < 1.2 * second || Math.Max(diagonal, antidiagonal) < 1.2 * Math.Min(diagonal, antidiagonal))
            return [];
        // The two greens are alike; which of the others is red the bytes do not say, but it is the lighter more often.
        return antidiagonal < diagonal
            ? 1.2 * means[0] >= means[3] ? ["rggb", "bggr"] : ["bggr", "rggb"]
            : 1.2 * means[1] >= means[2] ? ["grbg", "gbrg"] : ["gbrg", "grbg"];
    }
}
