using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.SharedMemory.Segments;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("share", "share")]
    [InlineData("Größe 图片 #1", "Größe 图片 #1")]
    [InlineData("a\nb\u001b[31m", "a\\u{a}b\\u{1b}[31m")]
    [InlineData("photo\u202egnp.exe", "photo\\u{202e}gnp.exe")]
    [InlineData("\u2066x\u200b\ufeff\u2028", "\\u{2066}x\\u{200b}\\u{feff}\\u{2028}")]
    [InlineData("a b c", "a b c")]
    [InlineData(" a  b ", "\\u{20}a \\u{20}b\\u{20}")]
    [InlineData("a\u00a0b\u3000c", "a\\u{a0}b\\u{3000}c")]
    [InlineData("x\ud83d\ude00\udb40\udc41y", "x\ud83d\ude00\\u{e0041}y")]
    [InlineData("\u3164\u2800\u115fz\ufe0f", "\\u{3164}\\u{2800}\\u{115f}z\\u{fe0f}")]
    public void Of_WhatDoesNotShow_IsWrittenOut(string name, string visible) => Assert.Equal(visible, VisibleText.Of(name));

    [Fact]
    public void Of_HalfALetter_IsWrittenOut() => Assert.Equal("half\\u{d83d}", VisibleText.Of("half" + (char)0xd83d));

    [Fact]
    public void Of_BytesThatAreNoLetters_AreWrittenOut() =>
        Assert.Equal("ü\\xff\\xc3.x\\u{a}", VisibleText.Of([0xc3, 0xbc, 0xff, 0xc3, (byte)'.', (byte)'x', (byte)'\n']));

    [Fact]
    public void Of_BytesWithASpace_KeepIt() => Assert.Equal("a b\\xff", VisibleText.Of([(byte)'a', (byte)' ', (byte)'b', 0xff]));
}
