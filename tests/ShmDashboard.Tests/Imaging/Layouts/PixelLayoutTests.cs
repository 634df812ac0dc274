using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Display;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Layouts.Statistics;
using ShmDashboard.Tests.Imaging.Layouts.Display;

namespace ShmDashboard.Tests.Imaging.Layouts;

public sealed class PixelLayoutTests
{
    private static readonly RawFormat s_grey = RawFormats.Named("gray");

    public static TheoryData<long, int, int, long, string, string> Impossible => new()
    {
        { -1, 1, 1, 1, "gray", "The first pixel is at -1" },
        { 0, 0, 1, 1, "gray", "The size is 0 x 1" },
        { 0, int.MaxValue, int.MaxValue, long.MaxValue, "rgba64le", "The size is 2147483647 x 2147483647" },
        { 0, 1 << 20, 1 << 20, 1 << 20, "gray", "pixels: the most is" },
        { 0, 10, 1, 9, "gray", "The stride is 9 bytes: 10 pixels of gray need 10." },
        { 0, 1, 1 << 20, long.MaxValue, "gray", "The stride is 9,223,372,036,854,775,807 bytes, but there are 1,000." },
        { 0, 3, 2, 4, "nv12", "nv12 is stored in blocks of 2 x 2 pixels" },
        { 0, 2, 2, 1, "gray", "The stride is 1 byte: 2 pixels of gray need 2." },
        { long.MaxValue, 10, 10, 10, "gray", "ends at 9,223,372,036,854,775,907, not within 1,000 bytes." },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Check_WhatCannotBe_SaysWhatWasExpected(long offset, int width, int height, long stride, string format, string expected)
    {
        var layout = new PixelLayout
        {
            Offset = offset, Width = width, Height = height, StrideBytes = stride, Format = RawFormats.Named(format),
        };
        Assert.Contains(expected, layout.Check(1000)!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Statistics_OfARegion_AreThoseOfItsValues()
    {
        byte[] segment = [0, 0, 0, 0, 10, 20, 0, 30, 255];
        var found = Assert.Single(RegionStatistics.Of(segment, PixelLayout.Dense(s_grey, 3, 3), new PixelRegion(1, 1, 9, 9)));

        Assert.Equal((4, 10, 255, 78.75), (found.Count, found.Min, found.Max, found.Mean));
        Assert.Equal(102.0034, found.Deviation, 4);
        Assert.Equal(1, found.Saturated);
        Assert.Equal(4, found.Histogram.Sum());
        Assert.Equal(1, found.Histogram[255]);
        Assert.Empty(RegionStatistics.Of(segment, PixelLayout.Dense(s_grey, 3, 3), new PixelRegion(3, 0, 5, 5)));
    }

    [Fact]
    public void Statistics_OfFloats_LeaveOutWhatIsNoNumber()
    {
        float[] depths = [1, float.NaN, float.PositiveInfinity, 3];
        byte[] segment = [.. depths.SelectMany(BitConverter.GetBytes)];
        var found = Assert.Single(RegionStatistics.Of(segment, PixelLayout.Dense(RawFormats.Named("grayf32le"), 2, 2)));

        Assert.Equal((2, 2, 1, 3, 2, 1), (found.Count, found.NotFinite, found.Min, found.Max, found.Mean, found.Deviation));
    }

    [Fact]
    public void Render_FloatsBeyondOne_FromTheSmallestToTheLargest()
    {
        float[] depths = [2, float.NaN, 4, 12];
        byte[] segment = [.. depths.SelectMany(BitConverter.GetBytes)];
        byte[] rgba = LayoutRenderer.ToRgba(segment, PixelLayout.Dense(RawFormats.Named("grayf32le"), 4, 1));

        Assert.Equal([0, 0, 51, 255], [rgba[0], rgba[4], rgba[8], rgba[12]]);
    }

    [Fact]
    public void Mapping_WithWindowColoursAndMarks_ShowsThem()
    {
        byte[] segment = [0, 100, 150, 200];
        var layout = PixelLayout.Dense(s_grey, 4, 1);
        var window = new DisplayMapping { Low = 100, High = 200 };

        Assert.Equal([0, 0, 128, 255], Reds(LayoutRenderer.ToRgba(segment, layout, window)));
        Assert.Equal(
            [0x44, 0x44, 0x21, 0xFD], Reds(LayoutRenderer.ToRgba(segment, layout, window with { Colours = ColourMap.Viridis })));
        Assert.Equal([0x1E, 0x1E, 128, 0xFF], Reds(LayoutRenderer.ToRgba(segment, layout, window with { MarkExtremes = true })));
        Assert.Equal((100, 150), Ends(DisplayRange.Percentile(segment, layout, 25)));
    }

    [Fact]
    public void Reduce_ToOnePixel_IsTheAverageOfAll()
    {
        byte[] rgba = [0, 0, 0, 255, 255, 100, 0, 255, 0, 0, 0, 255, 255, 100, 2, 255];
        Assert.Equal([128, 50, 1, 255], ScalarReduction.Reduce(rgba, 2, 2, 1, 1));
        Assert.Equal(rgba, ScalarReduction.Reduce(rgba, 2, 2, 2, 2));
        Assert.Equal((320, 180), ReducedRenderer.Fit(1920, 1080, 320, 320));
    }

    private static byte[] Reds(byte[] rgba) => [.. rgba.Where((_, i) => i % 4 == 0)];

    private static (double Low, double High) Ends(DisplayMapping mapping) => (mapping.Low, mapping.High);

    [Theory]
    [InlineData("bgr24", 3, 2, false, 10 + (2 * 40) + 9, 3)]
    [InlineData("bgr24", 3, 2, true, 10 + (5 * 40) + 9, 3)]
    [InlineData("yuyv422", 3, 0, false, 10 + 4, 4)]
    [InlineData("monob", 7, 1, false, 10 + 40, 1)]
    [InlineData("grayf32le", 0, 7, true, 10, 4)]
    public void PlaceOf_Pixel_IsWhereItsBytesAre(string format, int x, int y, bool bottomUp, long offset, int length)
    {
        var layout = new PixelLayout { Offset = 10, Width = 8, Height = 8, StrideBytes = 40, Format = RawFormats.Named(format), BottomUp = bottomUp };

        Assert.Equal((offset, length), layout.PlaceOf(x, y));
    }
}
