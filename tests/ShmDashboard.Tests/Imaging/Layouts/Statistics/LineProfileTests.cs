using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Layouts.Statistics;

namespace ShmDashboard.Tests.Imaging.Layouts.Statistics;

public sealed class LineProfileTests
{
    private static readonly PixelLayout s_layout = PixelLayout.Dense(RawFormats.Named("bgr24"), 4, 4);
    private readonly byte[] _pixels = [.. Enumerable.Range(0, 48).Select(i => (byte)i)];

    [Fact]
    public void Of_Diagonal_HasAValueAStepAndChannel()
    {
        double[][] profile = LineProfile.Of(_pixels, s_layout, new PixelLine(3, 3, 0, 0));

        Assert.Equal([45, 30, 15, 0], profile[0]);
        Assert.Equal([47, 32, 17, 2], profile[2]);
    }

    [Fact]
    public void Of_LineThatLeavesThePicture_IsNoNumberThere() =>
        Assert.Equal([9, double.NaN], LineProfile.Of(_pixels, s_layout, new PixelLine(3, 0, 4, 0))[0]);

    [Fact]
    public void Of_LineOfAHostileAddress_IsNoLongerThanThePicture() =>
        Assert.Equal(8, LineProfile.Of(_pixels, s_layout, new PixelLine(int.MinValue, 0, int.MaxValue, 2))[0].Length);
}
