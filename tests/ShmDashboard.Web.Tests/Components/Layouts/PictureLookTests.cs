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

    [Fact]
    public void With_EmptyValue_TakesThePartAway()
    {
        var look = PictureLook.Usual.With(("low", "3"), ("log", "true"));

        Assert.Equal("low=3&log=true", look.Mapping);
        Assert.Equal(PictureLook.Usual, look.With(("low", ""), ("log", null)));
    }
}
