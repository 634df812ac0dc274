using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Imaging.Layouts.Display;

/// <summary>Which range of values to show when nobody chose one.</summary>
public static class DisplayRange
{
    private const int MostSamples = 1 << 16;

    /// <summary>
    /// What the layout says, or the format's natural range; for floats 0 to 1 where all values lie there, else from the smallest to
    /// the largest that is finite.
    /// </summary>
    public static DisplayMapping Automatic(ReadOnlySpan<byte> copy, PixelLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        if (layout.NaturalRange is var (least, most))
            return new() { Low = least, High = most };
        var (low, high) = Extent(copy, layout);
        return layout.Format.IsFloat && low >= 0 && high <= 1
            ? new() { Low = 0, High = 1 }
            : new() { Low = low, High = high };
    }

    /// <summary>The range that leaves out a share of the values at each end.</summary>
    /// <param name="copy">The bytes from the start of the segment.</param>
    /// <param name="layout">Where the pixels are.</param>
    /// <param name="percent">How much is left out at each end, 0 to below 50.</param>
    /// <param name="region">Of which part; null for all.</param>
    public static DisplayMapping Percentile(
        ReadOnlySpan<byte> copy, PixelLayout layout, double percent, PixelRegion? region = null)
    {
        double[] values = Samples(copy, layout, region);
        if (values.Length == 0)
            return new() { Low = 0, High = 1 };
        Array.Sort(values);
        int skip = (int)Math.Clamp(values.Length * percent / 100, 0, (values.Length - 1) / 2);
        return new() { Low = values[skip], High = values[^(skip + 1)] };
    }

    private static (double Low, double High) Extent(ReadOnlySpan<byte> copy, PixelLayout layout)
    {
        var frame = layout.Over(copy);
        double[] row = new double[layout.Width * layout.Format.Channels.Length];
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (int y = 0; y < layout.Height; y++)
        {
            layout.Format.ReadValues(frame, y, 0, layout.Width, row);
            foreach (double value in row)
            {
                if (!double.IsFinite(value))
                    continue;
                low = Math.Min(low, value);
                high = Math.Max(high, value);
            }
        }

        return low > high ? (0, 1) : (low, high);
    }

    private static double[] Samples(ReadOnlySpan<byte> copy, PixelLayout layout, PixelRegion? region)
    {
        ArgumentNullException.ThrowIfNull(layout);
        var frame = layout.Over(copy);
        if ((region ?? layout.Whole).Within(layout.ShownWidth, layout.ShownHeight) is not { } shown)
            return [];
        var part = layout.Stored(shown);
        int channels = layout.Format.Channels.Length;
        int rowStep = (int)Math.Max(1, part.Count * channels / MostSamples);
        double[] row = new double[part.Width * channels];
        var values = new List<double>(Math.Min(MostSamples, part.Height / rowStep * row.Length));
        for (int y = 0; y < part.Height; y += rowStep)
        {
            layout.Format.ReadValues(frame, part.Y + y, part.X, part.Width, row);
            values.AddRange(row.Where(double.IsFinite));
        }

        return [.. values];
    }
}
