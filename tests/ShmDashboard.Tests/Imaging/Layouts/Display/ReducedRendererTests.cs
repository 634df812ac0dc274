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
    [InlineData("gray", 100, 700, 33, 2)]
    [InlineData("yuyv422", 64, 48, 1, 1)]
    [InlineData("gray16le", 64, 48, 20, 48)]
    public void Render_Whole_IsWhatReducingTheWholeGives(string format, int width, int height, int newWidth, int newHeight)
    {
        var layout = PixelLayout.Dense(RawFormats.Named(format), width, height);
        byte[] copy = Noise(layout);
        byte[] expected = AreaReduction.Reduce(LayoutRenderer.ToRgba(copy, layout), width, height, newWidth, newHeight);

        byte[] reduced = new byte[newWidth * newHeight * 4];
        ReducedRenderer.Render(copy, layout, null, new PixelRegion(0, 0, width, height), newWidth, newHeight, reduced);

        // Of very many rows some are left out; and halves may be rounded either way.
        int tolerance = height / newHeight > 257 ? 16 : 1;
        Assert.All(expected.Zip(reduced), pair => Assert.InRange(pair.First - pair.Second, -tolerance, tolerance));
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

        byte[] expected = AreaReduction.Reduce(whole, 12, 9, 4, 3);
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
