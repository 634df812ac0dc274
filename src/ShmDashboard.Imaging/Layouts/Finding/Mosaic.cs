using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>Tells raw pictures behind a mosaic of colour filters, and in which order the filters are.</summary>
internal static class Mosaic
{
    /// <summary>The orders of filters that would explain the rows, the likeliest first; none where it is no mosaic.</summary>
    /// <param name="rows">The rows; the upper one of each pair has an even number.</param>
    /// <param name="rowBytes">Bytes of pixels in a row.</param>
    /// <param name="type">What a pixel is: 8 or 16 bits.</param>
    public static string[] Orders(RowTable rows, int rowBytes, SampleType type)
    {
        int size = type.Bytes();
        var even = SampleSmoothness.Of(rows, rowBytes, 0, 2 * size, type);
        var odd = SampleSmoothness.Of(rows, rowBytes, size, 2 * size, type);
        // Of samples of 16 bits, one half varies little or is noise.
        if (Math.Min(even.Deviation, odd.Deviation) < 4 || Math.Max(even.Roughness, odd.Roughness) > 0.1 + (2.5 * Math.Min(even.Roughness, odd.Roughness)))
            return [];
        Span<double> means = stackalloc double[4];
        double beside = 0, second = 0, diagonal = 0, antidiagonal = 0;
        int count = 0;
        for (int i = 0; i < rows.Count; i += 2)
        {
            ReadOnlySpan<byte> upper = rows.Row(i)[..rowBytes], lower = rows.Row(i + 1)[..rowBytes];
            for (int x = 0; x + (3 * size) < rowBytes; x += 2 * size)
            {
                double first = type.Read(upper[x..], false), next = type.Read(upper[(x + size)..], false);
                double below = type.Read(lower[x..], false), across = type.Read(lower[(x + size)..], false);
                means[0] += first;
                means[1] += next;
                means[2] += below;
                means[3] += across;
                beside += Math.Abs(first - next) + Math.Abs(below - across);
                second += Math.Abs(first - type.Read(upper[(x + (2 * size))..], false)) + Math.Abs(below - type.Read(lower[(x + (2 * size))..], false));
                diagonal += Math.Abs(first - across);
                antidiagonal += Math.Abs(next - below);
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
