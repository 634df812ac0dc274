using System.Runtime.InteropServices;
using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Imaging.Layouts.Statistics;

/// <summary>
/// How often each of the 256 values of a byte is met in a region, channel by channel: all that there is to know of it, in one
/// pass and without a division or a branch.
/// </summary>
internal static class ByteCounts
{
    /// <summary>Whether a format's values are bytes beside each other.</summary>
    public static bool Serves(RawFormat format) => format is SampleFormat { Type: SampleType.U8, BitsPerSample: 8, IsPlanar: false };

    /// <summary>Counts.</summary>
    /// <param name="frame">The pixels.</param>
    /// <param name="format">Their format, see <see cref="Serves"/>.</param>
    /// <param name="part">Which, all of them within the picture.</param>
    /// <returns>256 counts for each channel.</returns>
    public static int[][] Of(in RawFrame frame, RawFormat format, PixelRegion part)
    {
        int channels = format.Channels.Length;
        // Two tables in turn: a value that follows its like would wait for the count just written.
        int[] counts = new int[2 * channels * 256];
        for (int y = part.Y; y < part.Y + part.Height; y++)
        {
            var row = frame.Row(y, format.RowBytes(frame.Width)).Slice(part.X * channels, part.Width * channels);
            if (channels == 4)
                CountFour(row, counts);
            else
                Count(row, channels, counts);
        }

        return [.. Enumerable.Range(0, channels).Select(channel => Enumerable.Range(0, 256)
            .Select(value => counts[(channel << 8) + value] + counts[((channels + channel) << 8) + value]).ToArray())];
    }

    /// <summary>The statistics that follow.</summary>
    public static ChannelStatistics Sum(string channel, int[] counts, int bins)
    {
        long count = 0, sum = 0;
        for (int value = 0; value < counts.Length; value++)
        {
            count += counts[value];
            sum += (long)counts[value] * value;
        }

        int min = Array.FindIndex(counts, known => known > 0), max = Array.FindLastIndex(counts, known => known > 0);
        double mean = (double)sum / count, squares = 0, scale = max > min ? bins / (double)(max - min) : 0;
        long[] histogram = new long[bins];
        for (int value = min; value <= max; value++)
        {
            squares += counts[value] * (value - mean) * (value - mean);
            histogram[Math.Clamp((int)((value - min) * scale), 0, bins - 1)] += counts[value];
        }

        return new ChannelStatistics(
            channel, count, 0, counts[255], min, max, mean, Math.Sqrt(squares / count),
            ImmutableCollectionsMarshal.AsImmutableArray(histogram));
    }

    private static void CountFour(ReadOnlySpan<byte> row, int[] counts)
    {
        var pixels = MemoryMarshal.Cast<byte, uint>(row);
        var even = counts.AsSpan(0, 1024);
        var odd = counts.AsSpan(1024, 1024);
        for (int i = 0; i < pixels.Length; i++)
        {
            uint pixel = pixels[i];
            var table = (i & 1) == 0 ? even : odd;
            table[(int)(pixel & 255)]++;
            table[(int)((pixel >> 8) & 255) + 256]++;
            table[(int)((pixel >> 16) & 255) + 512]++;
            table[(int)(pixel >> 24) + 768]++;
        }
    }

    private static void Count(ReadOnlySpan<byte> row, int channels, int[] counts)
    {
        int table = 0, other = channels << 8;
        for (int i = 0; i < row.Length; i += channels)
        {
            for (int channel = 0; channel < channels; channel++)
                counts[table + (channel << 8) + row[i + channel]]++;
            (table, other) = (other, table);
        }
    }
}
