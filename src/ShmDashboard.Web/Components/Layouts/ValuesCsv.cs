using System.Globalization;
using System.Text;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Statistics;

namespace ShmDashboard.Web.Components.Layouts;

/// <summary>True values as CSV: a line a pixel, with its place and all of its channels.</summary>
internal static class ValuesCsv
{
    /// <summary>Of a region, all of it within the picture.</summary>
    public static string Of(ReadOnlySpan<byte> copy, PixelLayout pixels, PixelRegion region)
    {
        var text = Begin(pixels);
        double[] values = TrueValues.Read(copy, pixels, region);
        int channels = pixels.Format.Channels.Length;
        for (int i = 0; i < region.Width * region.Height; i++)
            Add(text, region.X + (i % region.Width), region.Y + (i / region.Width), values.AsSpan(i * channels, channels));
        return text.ToString();
    }

    /// <summary>Of the pixels of a line.</summary>
    public static string Of(ReadOnlySpan<byte> copy, PixelLayout pixels, PixelLine line)
    {
        var text = Begin(pixels);
        double[][] profile = LineProfile.Of(copy, pixels, line);
        for (int step = 0; step < profile[0].Length; step++)
        {
            var (x, y) = line.At(step);
            Add(text, x, y, profile.Select(channel => channel[step]).ToArray());
        }

        return text.ToString();
    }

    private static StringBuilder Begin(PixelLayout pixels) => new StringBuilder("x,y,").AppendJoin(',', pixels.Format.Channels).Append('\n');

    private static void Add(StringBuilder text, int x, int y, ReadOnlySpan<double> pixel)
    {
        text.Append(CultureInfo.InvariantCulture, $"{x},{y}");
        foreach (double value in pixel)
            text.Append(CultureInfo.InvariantCulture, $",{value:R}");
        text.Append('\n');
    }
}
