using System.Globalization;
using System.Text;
using ShmDashboard.Imaging.Layouts.Statistics;

namespace ShmDashboard.Web.Components.Layouts;

/// <summary>Paths of the small charts, in a box of 256 x 80.</summary>
internal static class ValueCharts
{
    private const double Width = 256, Height = 80;

    /// <summary>A channel's histogram between two values, as an area.</summary>
    public static string Histogram(ChannelStatistics channel, double least, double most, bool logarithmic)
    {
        double top = channel.Histogram.Length == 0 ? 0 : Share(channel.Histogram.Max(), logarithmic);
        if (top <= 0 || channel.Count == 0) return "";
        double range = most > least ? most - least : 1;
        double start = (channel.Min - least) / range * Width, end = most > least ? (channel.Max - least) / range * Width : Width;
        // A channel that is everywhere the same is a line, not nothing.
        if (end - start < 1) (start, end) = (Math.Min(start, Width - 1), Math.Min(start, Width - 1) + 1);
        double step = (end - start) / channel.Histogram.Length;
        var path = new StringBuilder(Point('M', start, Height));
        for (int bin = 0; bin < channel.Histogram.Length; bin++)
        {
            double y = Height - (Share(channel.Histogram[bin], logarithmic) / top * (Height - 2));
            path.Append(Point('L', start + (bin * step), y)).Append(Point('L', start + ((bin + 1) * step), y));
        }

        return path.Append(Point('L', end, Height)).Append('Z').ToString();
    }

    /// <summary>Values along a line between two values; what is no number leaves a gap.</summary>
    public static string Profile(double[] values, double low, double high)
    {
        var path = new StringBuilder();
        double range = high > low ? high - low : 1;
        bool isOpen = false;
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(values[i]))
                path.Append(Point(isOpen ? 'L' : 'M', values.Length > 1 ? i * Width / (values.Length - 1) : 0, Height - 1 - ((values[i] - low) / range * (Height - 2))));
            isOpen = double.IsFinite(values[i]);
        }

        return path.ToString();
    }

    private static double Share(long count, bool logarithmic) => logarithmic ? Math.Log10(1 + count) : count;

    private static string Point(char command, double x, double y) =>
        string.Create(CultureInfo.InvariantCulture, $"{command}{x:0.##} {y:0.##}");
}
