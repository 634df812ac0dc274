using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Layouts.Statistics;

namespace ShmDashboard.Tests.Imaging.Layouts.Statistics;

public sealed class RegionStatisticsTests
{
    [Theory]
    [InlineData("gray")]
    [InlineData("bgr24")]
    [InlineData("rgba")]
    public void Of_Bytes_IsWhatGoingThroughTheValuesGives(string format)
    {
        var layout = PixelLayout.Dense(RawFormats.Named(format), 37, 23, offset: 5);
        byte[] copy = new byte[layout.EndOffset];
        new Random(3).NextBytes(copy);
        for (int i = 0; i < copy.Length; i++)
            copy[i] = (byte)(20 + (copy[i] * (i % 3) / 3));
        var region = new PixelRegion(4, 2, 30, 19);
        double[] values = TrueValues.Read(copy, layout, region);

        var found = RegionStatistics.Of(copy, layout, region);

        int channels = layout.Format.Channels.Length;
        Assert.Equal(channels, found.Length);
        for (int channel = 0; channel < channels; channel++)
        {
            double[] own = [.. values.Where((_, i) => i % channels == channel)];
            var told = found[channel];
            Assert.Equal((layout.Format.Channels[channel], (long)own.Length, own.Min(), own.Max()), (told.Channel, told.Count, told.Min, told.Max));
            Assert.Equal(own.Average(), told.Mean, 9);
            Assert.Equal(Math.Sqrt(own.Average(value => (value - own.Average()) * (value - own.Average()))), told.Deviation, 9);
            long[] histogram = new long[RegionStatistics.Bins];
            foreach (double value in own)
                histogram[Math.Min((int)((value - told.Min) * (RegionStatistics.Bins / (told.Max - told.Min))), RegionStatistics.Bins - 1)]++;
            Assert.Equal(histogram, told.Histogram);
        }
    }

    [Fact]
    public void Of_WholeNumbers_HasTheExactMean()
    {
        var layout = PixelLayout.Dense(RawFormats.Named("gray16le"), 640, 480);
        byte[] copy = new byte[layout.EndOffset];
        new Random(5).NextBytes(copy);
        double[] values = TrueValues.Read(copy, layout, layout.Whole);

        Assert.Equal(values.Sum(value => (long)value) / (double)values.Length, RegionStatistics.Of(copy, layout)[0].Mean);
    }

    [Fact]
    public void Of_NumbersWhoseSumIsNone_HasAMeanAllTheSame()
    {
        var layout = PixelLayout.Dense(RawFormats.Named("f64le"), 2, 1);
        double[] values = [double.MaxValue, double.MaxValue / 2];

        double mean = RegionStatistics.Of(System.Runtime.InteropServices.MemoryMarshal.AsBytes<double>(values), layout)[0].Mean;

        Assert.Equal(double.MaxValue * 0.75, mean, double.MaxValue * 1e-12);
    }

    [Fact]
    public void Of_BytesAtTheMost_AreSaturated()
    {
        var layout = PixelLayout.Dense(RawFormats.Named("gray"), 4, 1);

        var told = RegionStatistics.Of([255, 255, 7, 254], layout)[0];

        Assert.Equal((2, 7, 255, 0), (told.Saturated, told.Min, told.Max, told.NotFinite));
    }

    [Fact]
    public void Of_BytesThatAreAllTheSame_AreInOnePart()
    {
        var told = RegionStatistics.Of([9, 9, 9, 9], PixelLayout.Dense(RawFormats.Named("gray"), 4, 1))[0];

        Assert.Equal((9, 9, 0, 4), (told.Min, told.Max, told.Deviation, told.Histogram[0]));
    }
}
