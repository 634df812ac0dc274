using System.Collections.Immutable;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Display;
using ShmDashboard.Imaging.Layouts.Statistics;
using ShmDashboard.Web.Pictures;

namespace ShmDashboard.Web.Components.Layouts;

/// <summary>What the values of a picture come to, of the marked region or of all. Immutable.</summary>
internal sealed record PictureValues(ImmutableArray<ChannelStatistics> Statistics, double Low, double High, double[][]? Profile)
{
    /// <summary>The smallest value of all channels; 0 where there is none.</summary>
    public double Least => Statistics.Select(channel => channel.Min).Where(double.IsFinite).DefaultIfEmpty(0).Min();

    /// <summary>The largest.</summary>
    public double Most => Statistics.Select(channel => channel.Max).Where(double.IsFinite).DefaultIfEmpty(0).Max();

    /// <summary>The smallest value of the line.</summary>
    public double ProfileLow => OfLine.DefaultIfEmpty(0).Min();

    /// <summary>The largest.</summary>
    public double ProfileHigh => OfLine.DefaultIfEmpty(0).Max();

    private IEnumerable<double> OfLine => (Profile ?? []).SelectMany(channel => channel).Where(double.IsFinite);

    /// <summary>Reads them.</summary>
    /// <param name="copy">The bytes from the start of the segment.</param>
    /// <param name="pixels">Where the pixels are; checked against the bytes.</param>
    /// <param name="look">What is marked, and how it is shown.</param>
    public static PictureValues Of(ReadOnlySpan<byte> copy, PixelLayout pixels, PictureLook look)
    {
        var mapping = MappingQuery.Read(look.Mapping, copy, pixels) ?? DisplayRange.Automatic(copy, pixels);
        return new(
            RegionStatistics.Of(copy, pixels, look.Region?.Within(pixels.ShownWidth, pixels.ShownHeight)), mapping.Low, mapping.High,
            look.Line is { } line ? LineProfile.Of(copy, pixels, line) : null);
    }
}
