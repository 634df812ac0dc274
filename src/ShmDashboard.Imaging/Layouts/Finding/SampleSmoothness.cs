using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>What samples look like when read as numbers of one type.</summary>
/// <param name="Roughness">Mean step from a pixel to the next, as a share of the mean step to any other pixel: small for
/// pictures, about 1 for what is not read rightly.</param>
/// <param name="Min">Smallest finite value.</param>
/// <param name="Max">Largest finite value.</param>
/// <param name="Mean">Average.</param>
/// <param name="Deviation">Standard deviation.</param>
/// <param name="Implausible">Share of values that no picture has: not finite, or as small or large as only other bytes
/// read as floats are.</param>
internal readonly record struct SampleSmoothness(
    double Roughness, double Min, double Max, double Mean, double Deviation, double Implausible)
{
    private const int MostPixels = 6000;

    /// <summary>Reads a channel of the rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="rowBytes">Bytes of pixels in a row.</param>
    /// <param name="start">Where the first sample is in a row.</param>
    /// <param name="step">Bytes from a sample to the next.</param>
    /// <param name="read">Reads one.</param>
    public static SampleSmoothness Of(RowTable rows, int rowBytes, int start, int step, SampleReader read)
    {
        var values = new List<double>(MostPixels);
        double near = 0;
        int pairs = 0, odd = 0, all = 0;
        int perRow = Math.Max(8, MostPixels / Math.Max(1, rows.Count));
        int pixels = (rowBytes - start) / step;
        int skip = Math.Max(1, pixels / perRow);
        for (int i = 0; i < rows.Count; i++)
        {
            var row = rows.Row(i);
            for (int x = 0; x + 1 < pixels; x += skip)
            {
                double here = read(row[(start + (x * step))..]);
                double next = read(row[(start + ((x + 1) * step))..]);
                all++;
                if (!IsPlausible(here) || !IsPlausible(next))
                {
                    odd++;
                    continue;
                }

                near += Math.Abs(here - next);
                pairs++;
                values.Add(here);
            }
        }

        if (values.Count < 4)
            return new(1, 0, 0, 0, 0, 1);
        double mean = values.Average();
        double far = 0, squares = 0;
        for (int i = 0; i < values.Count; i++)
        {
            // Some other pixel, by a step that has no factor in common with most counts.
            far += Math.Abs(values[i] - values[(int)((i + 7919L * (i + 1)) % values.Count)]);
            squares += (values[i] - mean) * (values[i] - mean);
        }

        double roughness = far == 0 ? 0 : near / pairs / (far / values.Count);
        return new(roughness, values.Min(), values.Max(), mean, Math.Sqrt(squares / values.Count), odd / (double)all);
    }

    /// <summary>The same of samples of a type.</summary>
    public static SampleSmoothness Of(RowTable rows, int rowBytes, int start, int step, SampleType type, bool bigEndian = false) =>
        Of(rows, rowBytes, start, step, at => type.Read(at, bigEndian));

    private static bool IsPlausible(double value) =>
        double.IsFinite(value) && (value == 0 || (Math.Abs(value) is > 1e-9 and < 1e12));
}
