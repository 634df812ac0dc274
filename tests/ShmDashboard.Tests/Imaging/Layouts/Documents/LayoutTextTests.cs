using ShmDashboard.Imaging.Layouts.Documents;

namespace ShmDashboard.Tests.Imaging.Layouts.Documents;

public sealed class LayoutTextTests
{
    [Theory]
    [InlineData("640x480~bgr24")]
    [InlineData("640x480~bgr24~offset24~stride2048~bottomUp")]
    [InlineData("64x48~nv12~bt709-full")]
    [InlineData("640x480~gray16le~bottomUp~rotate270")]
    [InlineData("640x480~yuyv422~rotate90~bt709~slots2x0")]
    [InlineData("640x480~gray16le~rotate90~scale0.04~zero-273.15~range15..45.5")]
    [InlineData("640x480~nv12~range16..235~bt709")]
    [InlineData("16x16~CV_32SC2~slots4x4096~shown3")]
    public void Write_WhatWasRead_IsTheSame(string text)
    {
        var document = LayoutText.Read(text, out var problem);

        Assert.Null(problem);
        Assert.Equal(text, LayoutText.Write(document!));
    }

    [Theory]
    [InlineData("", "expected a size and a pixel format")]
    [InlineData("0x480~bgr24", "expected a size and a pixel format")]
    [InlineData("640x480~pink", "expected a size and a pixel format")]
    [InlineData("640x480~gray~offset-3", "Cannot read 'offset-3'")]
    [InlineData("640x480~gray~stride99999999999999999999", "Cannot read 'stride99999999999999999999'")]
    [InlineData("640x480~gray~slots0x5~upsideDown", "Cannot read 'upsideDown'")]
    [InlineData("640x480~gray~rotate45", "\"rotation\" is 45: expected 0, 90, 180 or 270.")]
    [InlineData("640x480~gray~rotate-90", "Cannot read 'rotate-90'")]
    [InlineData("640x480~gray~rotate4294967386", "Cannot read 'rotate4294967386'")]
    [InlineData("640x480~gray~scale0", "\"scale\" is 0: expected a number other than 0.")]
    [InlineData("640x480~gray~scaleNaN", "\"scale\" is NaN: expected a number other than 0.")]
    [InlineData("640x480~gray~zero1e999", "\"zero\" is Infinity: expected a number.")]
    [InlineData("640x480~gray~range5..5", "\"range\" is 5 to 5: expected two numbers that differ.")]
    [InlineData("640x480~gray~range5", "Cannot read 'range5'")]
    [InlineData("640x480~gray~range5..x", "Cannot read 'range5..x'")]
    [InlineData("640x480~gray~slots9999999x5", "\"slots\" are not possible")]
    public void Read_WhatIsNone_SaysWhatWasExpected(string text, string expected)
    {
        Assert.Null(LayoutText.Read(text, out var problem));
        Assert.Contains(expected, problem!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_DocumentWithHeader_IsNone() =>
        Assert.Null(LayoutText.Write(new LayoutDocument { Height = 3, Header = new LayoutHeader() }));
}
