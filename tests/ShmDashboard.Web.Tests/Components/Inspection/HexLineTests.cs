using ShmDashboard.Web.Components.Inspection;

namespace ShmDashboard.Web.Tests.Components.Inspection;

public sealed class HexLineTests
{
    [Fact]
    public void Of_FirstLook_MarksNothing()
    {
        byte[] bytes = [0, 1, .. "PNG <&>"u8, 0xff, .. new byte[10]];

        var lines = HexLine.Of(32, bytes, []);

        Assert.Equal(["00000020", "00000030"], lines.Select(line => line.OffsetText));
        Assert.Equal("00 01 50 4e 47 20 3c 26 ", Assert.Single(lines[0].Halves[0]).Text);
        Assert.Equal("··PNG <&>·······", Assert.Single(lines[0].Ascii).Text);
        Assert.Equal("00 00 00 00 ", Assert.Single(lines[1].Halves[0]).Text);
        Assert.Empty(lines[1].Halves[1]);
        Assert.DoesNotContain(lines, line => line.AnyChanged);
    }

    [Fact]
    public void Of_SomeBytesChanged_MarksThoseInRuns()
    {
        byte[] before = new byte[16];
        byte[] bytes = new byte[16];
        bytes[7] = bytes[8] = bytes[9] = (byte)'x';

        var line = Assert.Single(HexLine.Of(0, bytes, before));

        Assert.Equal([new("00 00 00 00 00 00 00 ", false), new("78 ", true)], line.Halves[0]);
        Assert.Equal([new("78 78 ", true), new("00 00 00 00 00 00 ", false)], line.Halves[1]);
        Assert.Equal([new("·······", false), new("xxx", true), new("······", false)], line.Ascii);
    }

    [Fact]
    public void Of_SegmentGrew_MarksWhatWasNotThere() =>
        Assert.Equal([new("··", false), new("·", true)], Assert.Single(HexLine.Of(0, new byte[3], new byte[2])).Ascii);

    [Theory]
    [InlineData("0", 0)]
    [InlineData(" 4096 ", 4096)]
    [InlineData("1,048,576", 1_048_576)]
    [InlineData("0x1F0", 0x1f0)]
    [InlineData("0X10", 16)]
    public void TryParseOffset_NumberInEitherBase_IsRead(string text, long offset)
    {
        Assert.True(BytesPanel.TryParseOffset(text, out long read));
        Assert.Equal(offset, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1f0")]
    [InlineData("0x")]
    [InlineData("0xFFFFFFFFFFFFFFFF")]
    [InlineData("99999999999999999999")]
    public void TryParseOffset_AnythingElse_IsNot(string text) => Assert.False(BytesPanel.TryParseOffset(text, out _));
}
