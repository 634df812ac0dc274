using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Web.Components.Layouts;

namespace ShmDashboard.Web.Tests.Components.Layouts;

public sealed class PictureLookTests
{
    [Fact]
    public void Of_Address_TakesWhatIsKnownAndLeavesTheRest()
    {
        var look = PictureLook.Of("http://localhost/segment/posix%3Acam0?window=60s&layout=4x4~gray&high=12.5&colours=turbo&q=x#top");

        Assert.Equal(new PictureLook("4x4~gray", "high=12.5&colours=turbo"), look);
        Assert.Equal("turbo", look.Query["colours"]);
        Assert.Null(look.Query["gamma"]);
    }

    [Theory]
    [InlineData("?region=1.2.30.40&line=0.1.2.3", true)]
    [InlineData("?region=1.2.0.40&line=0.1.2", false)]
    [InlineData("?region=1.2.30&line=5", false)]
    public void Of_MarksInAnAddress_AreThoseOrNone(string query, bool areSome)
    {
        var look = PictureLook.Of("http://localhost/segment/posix%3Acam0" + query);

        Assert.Equal(areSome ? new PixelRegion(1, 2, 30, 40) : null, look.Region);
        Assert.Equal(areSome ? new PixelLine(0, 1, 2, 3) : null, look.Line);
        if (areSome) Assert.Equal(("1.2.30.40", "0.1.2.3"), (look.Query["region"], look.Query["line"]));
    }

    [Fact]
    public void With_EmptyValue_TakesThePartAway()
    {
        var look = PictureLook.Usual.With(("low", "3"), ("log", "true"));

        Assert.Equal("low=3&log=true", look.Mapping);
        Assert.Equal(PictureLook.Usual, look.With(("low", ""), ("log", null)));
    }
}
