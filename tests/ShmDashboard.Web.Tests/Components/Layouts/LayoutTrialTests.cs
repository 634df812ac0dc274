using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Web.Components.Layouts;

namespace ShmDashboard.Web.Tests.Components.Layouts;

public sealed class LayoutTrialTests
{
    private const long Size = 921_600;

    private static LayoutTrial Cam => LayoutTrial.Of(PixelLayout.Dense(RawFormats.Named("bgr24"), 640, 480), null, Size);

    [Fact]
    public void WithWidth_WhereTheRestFollows_TakesStrideAndHeightWithIt()
    {
        var wider = Cam.WithWidth(641, Size);

        Assert.Equal((641, 641 * 3L, 479), (wider.Width, wider.StrideBytes, wider.Height));
        Assert.Null(wider.ProblemIn(Size));
        Assert.Equal("640x480~bgr24", wider.WithWidth(640, Size).Text);
    }

    [Fact]
    public void WithStride_ThenWidth_KeepsTheStride()
    {
        var padded = Cam.WithStride(2048, Size).WithWidth(600, Size);

        Assert.Equal((2048L, 450), (padded.StrideBytes, padded.Height));
        Assert.Equal(1800, padded.Following(stride: true, height: true, Size).StrideBytes);
    }

    [Fact]
    public void Of_LayoutThatIsShownTurned_KeepsItsStoredSizeAndTheTurn()
    {
        var turned = LayoutTrial.Of(Cam.Pixels with { Rotation = PictureRotation.Clockwise90 }, null, Size);

        Assert.Equal((640, 480, "640x480~bgr24~rotate90"), (turned.Width, turned.Height, turned.Text));
        Assert.Equal((480, 640), (turned.Pixels.ShownWidth, turned.Pixels.ShownHeight));
        Assert.Equal(turned, LayoutTrial.Of(turned.Document, Size));
    }

    [Fact]
    public void WithHeight_ThenWidth_KeepsTheHeight() => Assert.Equal(100, Cam.WithHeight(100).WithWidth(320, Size).Height);

    [Fact]
    public void Of_PictureThatDoesNotFillTheSegment_KeepsItsHeight() =>
        Assert.Equal(480, LayoutTrial.Of(PixelLayout.Dense(RawFormats.Named("bgr24"), 640, 480), null, 2 * Size).WithWidth(320, 2 * Size).Height);

    [Theory]
    [InlineData("bgr24", "rgb24")]
    [InlineData("rgba", "bgra")]
    [InlineData("argb", "abgr")]
    [InlineData("rgb565le", "bgr565le")]
    [InlineData("nv21", "nv12")]
    [InlineData("gray", null)]
    public void OtherOrder_OfAFormat_IsTheOneWithRedAndBlueSwapped(string format, string? other) =>
        Assert.Equal(other, Cam.WithFormat(RawFormats.Named(format), Size).OtherOrder?.Name);

    [Fact]
    public void WithFormat_OfPlanes_HasOnlyRowsThatFit()
    {
        var planes = Cam.WithFormat(RawFormats.Named("nv12"), Size);

        Assert.Equal(960, planes.Height);
        Assert.Null(planes.ProblemIn(Size));
        Assert.Equal(640, planes.WithWidth(641, Size).Width);
    }

    [Fact]
    public void WithOffset_BeyondTheSegment_StaysWithinIt()
    {
        Assert.Equal(Size - 1, Cam.WithOffset(long.MaxValue, Size).Offset);
        Assert.Equal(0, Cam.WithOffset(-5, Size).Offset);
    }

    [Fact]
    public void Pixels_OfALaterFrame_AreBehindTheFirst()
    {
        var second = Cam.WithHeight(240) with { Slots = 2, Shown = 1 };

        Assert.Equal(460_800, second.Pixels.Offset);
        Assert.Equal("640x240~bgr24~slots2x0~shown1", second.Text);
    }
}
