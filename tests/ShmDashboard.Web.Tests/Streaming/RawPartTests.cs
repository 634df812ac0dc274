using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Web.Streaming;

namespace ShmDashboard.Web.Tests.Streaming;

public sealed class RawPartTests
{
    private static readonly PixelLayout s_hd = PixelLayout.Dense(RawFormats.Named("bgr24"), 1920, 1080);

    [Theory]
    [InlineData(960, 960, 960, 540)]
    [InlineData(4000, 4000, 1920, 1080)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(0, 0, 1920, 1080)]
    public void Of_Whole_IsAsLargeAsItIsShownAndNeverLarger(int shownWidth, int shownHeight, int width, int height) => Assert.Equal(
        new RawPart(new PixelRegion(0, 0, 1920, 1080), width, height), RawPart.Of(s_hd, new WantedView(1, "posix:x", shownWidth, shownHeight, 2)));

    [Fact]
    public void Of_Region_IsThatPartInItsOwnPixels() => Assert.Equal(
        new RawPart(new PixelRegion(1900, 0, 20, 40), 20, 40),
        RawPart.Of(s_hd, new WantedView(1, "posix:x", 400, 400, 2, new PixelRegion(1900, -10, 100, 50))));

    [Fact]
    public void Of_RegionBesideThePicture_IsAllOfIt() => Assert.Equal(
        new PixelRegion(0, 0, 1920, 1080), RawPart.Of(s_hd, new WantedView(1, "posix:x", 9, 9, 2, new PixelRegion(5000, 0, 1, 1))).Region);
}
