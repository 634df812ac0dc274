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
    public void Of_WhatDoesNotShow_IsWrittenOut(string name, string visible) => Assert.Equal(visible, VisibleText.Of(name));

    [Fact]
    public void Of_BytesThatAreNoLetters_AreWrittenOut() =>
        Assert.Equal("ü\\xff\\xc3.x\\u{a}", VisibleText.Of([0xc3, 0xbc, 0xff, 0xc3, (byte)'.', (byte)'x', (byte)'\n']));
}
