using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Display;
using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Tests.Imaging.Layouts.Display;

public sealed class ReducedRendererTests
{
    [Theory]
    [InlineData("bgr24", 64, 48, 29, 21)]
    [InlineData("rgba", 61, 47, 61, 10)]
    [InlineData("bgra", 97, 31, 40, 11)]
    [InlineData("argb", 33, 9, 7, 9)]
    [InlineData("bgr0", 50, 20, 49, 19)]
    [InlineData("rgb24", 640, 360, 213, 120)]
    [InlineData("rgba", 1920, 1080, 1003, 564)]
    [InlineData("bgr24", 193, 110, 70, 40)]
    [InlineData("rgba", 193, 110, 120, 109)]
    [InlineData("bgra", 300, 520, 3, 2)]
    [InlineData("gray", 100, 700, 33, 2)]
    [InlineData("yuyv422", 64, 48, 1, 1)]
    [InlineData("gray16le", 64, 48, 20, 48)]
    public void Render_Whole_IsWhatReducingTheWholeGives(string format, int width, int height, int newWidth, int newHeight)
    {
        var layout = PixelLayout.Dense(RawFormats.Named(format), width, height);
        byte[] copy = Noise(layout);
        byte[] expected = ScalarReduction.Reduce(LayoutRenderer.ToRgba(copy, layout), width, height, newWidth, newHeight);

        byte[] reduced = new byte[newWidth * newHeight * 4];
        ReducedRenderer.Render(copy, layout, null, new PixelRegion(0, 0, width, height), newWidth, newHeight, reduced);

        // Of very many rows some are left out; and halves may be rounded either way.
        int tolerance = height / newHeight > 257 ? 16 : 1;
        Assert.All(expected.Zip(reduced), pair => Assert.InRange(pair.First - pair.Second, -tolerance, tolerance));
    }

    [Theory]
    [InlineData("rgba")]
    [InlineData("bgr24")]
    [InlineData("abgr")]
    public void Render_ByEveryScaleUpToSixteenPixelsToOne_IsExactlyTheScalarLoop(string format)
    {
        var layout = PixelLayout.Dense(RawFormats.Named(format), 65, 33);
        byte[] copy = Noise(layout);
        // The hardest to round: all black, all white and what differs by one.
        new Random(8).GetItems(new byte[] { 0, 1, 254, 255 }, copy.AsSpan(0, copy.Length / 2));
        byte[] whole = LayoutRenderer.ToRgba(copy, layout);
        for (int width = 17; width <= 65; width++)
        {
            for (int height = 9; height <= 33; height++)
            {
                byte[] reduced = new byte[width * height * 4];
                ReducedRenderer.Render(copy, layout, null, new PixelRegion(0, 0, 65, 33), width, height, reduced);

                Assert.Equal(ScalarReduction.Reduce(whole, 65, 33, width, height), reduced);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void RowReduction_OfRowsInPieces_IsWhatTheWholeGives(int rows)
    {
        var layout = PixelLayout.Dense(RawFormats.Named("bgra"), 97, 61, offset: 12) with { StrideBytes = 400 };
        byte[] copy = Noise(layout);
        var region = new PixelRegion(3, 9, 90, 50);
        byte[] expected = new byte[40 * 21 * 4], reduced = new byte[40 * 21 * 4];
        ReducedRenderer.Render(copy, layout, null, region, 40, 21, expected);

        using var reduction = new RowReduction(layout, region, 40, 21, reduced);
        for (int y = 0; y < 61; y += rows)
            reduction.Add(y, Math.Min(rows, 61 - y), copy.AsSpan(12 + (y * 400)), 400);

        Assert.Equal(expected, reduced);
    }

    [Fact]
    public void RowReduction_OfAPictureStoredUpsideDown_IsRefused()
    {
        var layout = PixelLayout.Dense(RawFormats.Named("bgra"), 8, 8) with { BottomUp = true };

        Assert.False(RowReduction.Serves(layout, new PixelRegion(0, 0, 8, 8), 4, 4));
        Assert.Throws<ArgumentException>(() => new RowReduction(layout, new PixelRegion(0, 0, 8, 8), 4, 4, new byte[64]));
    }

    [Fact]
    public void Render_RegionAtFullSize_IsThatPartOfThePicture()
    {
        var layout = PixelLayout.Dense(RawFormats.Named("bgra"), 40, 30, offset: 16);
        byte[] copy = Noise(layout);
        byte[] whole = LayoutRenderer.ToRgba(copy, layout);

        byte[] part = new byte[7 * 5 * 4];
        ReducedRenderer.Render(copy, layout, null, new PixelRegion(11, 3, 7, 5), 7, 5, part);

        for (int y = 0; y < 5; y++)
            Assert.Equal(whole.AsSpan((((y + 3) * 40) + 11) * 4, 28).ToArray(), part.AsSpan(y * 28, 28).ToArray());
    }

    [Fact]
    public void Render_RegionReduced_IsThatPartReduced()
    {
        var layout = PixelLayout.Dense(RawFormats.Named("bgr24"), 40, 30, offset: 16);
        byte[] copy = Noise(layout);
        byte[] whole = new byte[12 * 9 * 4], part = new byte[4 * 3 * 4];
        ReducedRenderer.Render(copy, layout, null, new PixelRegion(7, 5, 12, 9), 12, 9, whole);

        ReducedRenderer.Render(copy, layout, null, new PixelRegion(7, 5, 12, 9), 4, 3, part);

        byte[] expected = ScalarReduction.Reduce(whole, 12, 9, 4, 3);
        Assert.All(expected.Zip(part), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
    }

    [Fact]
    public void Render_Mapped_MapsBeforeAveraging()
    {
        var layout = PixelLayout.Dense(RawFormats.Named("gray"), 2, 1);
        byte[] reduced = new byte[4];

        ReducedRenderer.Render([10, 20], layout, new DisplayMapping { Low = 10, High = 20 }, new PixelRegion(0, 0, 2, 1), 1, 1, reduced);

        Assert.Equal([128, 128, 128, 255], reduced);
    }

    [Theory]
    [InlineData(0, 0, 9, 4)]
    [InlineData(-1, 0, 4, 4)]
    public void Render_RegionBeyondThePicture_SaysSo(int x, int y, int width, int height)
    {
        var layout = PixelLayout.Dense(RawFormats.Named("gray"), 8, 8);

        var wrong = Assert.Throws<ArgumentException>(() =>
            ReducedRenderer.Render(new byte[64], layout, null, new PixelRegion(x, y, width, height), 1, 1, new byte[4]));

        Assert.Contains("is not within 8 x 8 pixels", wrong.Message, StringComparison.Ordinal);
    }

    private static byte[] Noise(PixelLayout layout)
    {
        byte[] copy = new byte[layout.EndOffset];
        new Random(5).NextBytes(copy);
        return copy;
    }
}
