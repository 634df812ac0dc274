using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Imaging.Layouts.Statistics;

/// <summary>Minimum, maximum, mean, deviation and histogram of a region, by the true values.</summary>
public static class RegionStatistics
{
    /// <summary>Parts of a histogram.</summary>
    public const int Bins = 256;

    /// <summary>Goes through a region a row at a time: once for bytes, of others twice, for the range and for the histogram.</summary>
    /// <param name="copy">The bytes from the start of the segment.</param>
    /// <param name="layout">Where the pixels are.</param>
    /// <param name="region">Which; null for all. What is outside the picture is left out.</param>
    /// <returns>One entry a channel; none where the region has nothing of the picture.</returns>
    /// <exception cref="ArgumentException">The layout does not fit the bytes.</exception>
    public static ImmutableArray<ChannelStatistics> Of(ReadOnlySpan<byte> copy, PixelLayout layout, PixelRegion? region = null)
    {
        ArgumentNullException.ThrowIfNull(layout);
        var frame = layout.Over(copy);
        if ((region ?? layout.Whole).Within(layout.ShownWidth, layout.ShownHeight) is not { } shown)
            return [];
        var part = layout.Stored(shown);

        if (layout.Scale.IsNone && ByteCounts.Serves(layout.Format))
            return [.. ByteCounts.Of(frame, layout.Format, part).Select((counts, i) => ByteCounts.Sum(layout.Format.Channels[i], counts, Bins))];

        int channels = layout.Format.Channels.Length;
        double[] row = new double[part.Width * channels];
        var sums = new RunningSum[channels];
        double most = !layout.Format.IsFloat && layout.FormatRange is var (_, highest) ? highest : double.PositiveInfinity;
        for (int y = part.Y; y < part.Y + part.Height; y++)
        {
            layout.Format.ReadValues(frame, y, part.X, part.Width, row);
            for (int i = 0; i < row.Length; i++)
                sums[i % channels].Add(row[i], most);
        }

        long[][] histograms = HistogramsOf(frame, layout.Format, part, sums, row);
        return [.. sums.Select((sum, i) => new ChannelStatistics(
            layout.Format.Channels[i], sum.Count, sum.NotFinite, sum.Saturated, sum.Min, sum.Max, sum.Mean, sum.Deviation,
            ImmutableCollectionsMarshal.AsImmutableArray(histograms[i])))];
    }

    private static long[][] HistogramsOf(in RawFrame frame, RawFormat format, PixelRegion part, RunningSum[] sums, double[] row)
    {
        long[][] histograms = [.. sums.Select(_ => new long[Bins])];
        double[] scale = [.. sums.Select(sum => sum.Max > sum.Min ? Bins / (sum.Max - sum.Min) : 0)];
        for (int y = part.Y; y < part.Y + part.Height; y++)
        {
            format.ReadValues(frame, y, part.X, part.Width, row);
            for (int i = 0; i < row.Length; i++)
            {
                int channel = i % sums.Length;
                double place = (row[i] - sums[channel].Min) * scale[channel];
                if (double.IsFinite(row[i]))
                    histograms[channel][double.IsFinite(place) ? Math.Clamp((int)place, 0, Bins - 1) : 0]++;
            }
        }

        return histograms;
    }
}
