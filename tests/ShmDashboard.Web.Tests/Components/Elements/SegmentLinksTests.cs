using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Elements;

namespace ShmDashboard.Web.Tests.Components.Elements;

public sealed class SegmentLinksTests
{
    [Theory]
    [InlineData("share")]
    [InlineData("a/b")]
    [InlineData("../../etc")]
    [InlineData("100%41")]
    [InlineData("a%2Fb")]
    [InlineData("Größe 图片 #1?x=y&z")]
    [InlineData("a:b+c")]
    public void TryParsePage_OfPage_IsTheSameId(string key)
    {
        var id = SegmentId.Qt(key);

        string page = SegmentLinks.Page(id);

        Assert.True(SegmentLinks.TryParsePage(page.TrimStart('/') + "?tab=bytes#top", out var read, out _));
        Assert.Equal(id, read);
        Assert.Equal(2, page.Count(c => c == '/'));
    }

    [Fact]
    public void Links_AreWhatTheHostServes()
    {
        var id = SegmentId.Qt("a/b");

        Assert.Equal("/api/segments/qt%3Aa%2Fb/picture", SegmentLinks.Picture(id));
        Assert.Equal("/api/segments/qt%3Aa%2Fb/text", SegmentLinks.Text(id));
        Assert.Equal("/upload?target=qt%3Aa%2Fb", SegmentLinks.Upload(id));
    }

    [Fact]
    public void TryParsePage_NoId_SaysWhatWasExpected()
    {
        Assert.False(SegmentLinks.TryParsePage("segment/nonsense", out _, out var problem));
        Assert.Contains("expected qt:<key>", problem.ToString(), StringComparison.Ordinal);
    }
}
