using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Web.Components.Layouts;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Components.Layouts;

public sealed class KeptLooksTests
{
    [Theory]
    [InlineData(LayoutOrigin.User, "cam*", "cam*")]
    [InlineData(LayoutOrigin.User, null, "posix:cam0")]
    [InlineData(LayoutOrigin.Guessed, "cam*", "posix:cam0")]
    public void NameOf_RawPixels_IsThePatternWhereTheUserLaidOneDown(LayoutOrigin origin, string? pattern, string expected)
    {
        var document = LayoutDocument.Of(PixelLayout.Dense(RawFormats.Named("gray"), 4, 4)) with { Match = new LayoutMatchRules { Name = pattern } };
        var payload = LayoutMatch.Of(document, origin, new byte[16])!.Describe(16);

        Assert.Equal(expected, KeptLooks.NameOf(Rows.Posix("cam0", 16, Rows.Of(PayloadFormat.Bytes) with { Payload = payload })));
    }

    [Fact]
    public void NameOf_NothingKnownYet_IsNone() => Assert.Null(KeptLooks.NameOf(Rows.Posix("cam0", 16)));
}
