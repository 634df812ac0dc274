using ShmDashboard.Imaging.Layouts.Statistics;
using ShmDashboard.Web.Components.Layouts;

namespace ShmDashboard.Web.Tests.Components.Layouts;

public sealed class ValueChartsTests
{
    private static ChannelStatistics Channel(double min, double max, params long[] counts) =>
        new("Y", counts.Sum(), 0, 0, min, max, 0, 0, [.. counts]);

    [Fact]
    public void Histogram_OfPartOfTheRange_LiesWhereItsValuesAre() =>
        Assert.Equal("M64 80L64 41L96 41L96 2L128 2L128 80Z", ValueCharts.Histogram(Channel(50, 100, 5, 10), 0, 200, logarithmic: false));

    [Fact]
    public void Histogram_Logarithmic_LiftsWhatIsRare() =>
        Assert.Equal("M0 80L0 41L128 41L128 2L256 2L256 80Z", ValueCharts.Histogram(Channel(0, 1, 9, 99), 0, 1, logarithmic: true));

    [Fact]
    public void Histogram_OfOneValueOrNone_IsALineOrNothing()
    {
        Assert.StartsWith("M0 80L0 2", ValueCharts.Histogram(Channel(7, 7, 4, 0), 7, 7, logarithmic: false), StringComparison.Ordinal);
        Assert.Equal("", ValueCharts.Histogram(Channel(double.NaN, double.NaN, 0, 0), 0, 0, logarithmic: false));
    }

    [Fact]
    public void Profile_WithNoNumberInIt_HasAGap() =>
        Assert.Equal("M0 79L85.33 1M256 40", ValueCharts.Profile([0, 2, double.NaN, 1], 0, 2));
}
