using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.SharedMemory.Segments;

public sealed class SegmentIdTests
{
    [Theory]
    [InlineData("qt:share")]
    [InlineData("qt:Größe 图片 #1")]
    [InlineData("qt:a:b/c")]
    [InlineData("sysv:229397")]
    [InlineData("posix:cam0")]
    [InlineData("posix:.org.chromium.Chromium.Xy")]
    [InlineData("posix:two words")]
    public void TryParse_WhatToStringWrites_ComesBack(string text)
    {
        Assert.True(SegmentId.TryParse(text, out var id, out var problem), problem?.ToString());
        Assert.Equal(text, id.ToString());
    }

    [Fact]
    public void TryParse_PosixWithSlash_DropsIt()
    {
        Assert.True(SegmentId.TryParse("posix:/cam0", out var id, out _));
        Assert.Equal(SegmentId.Posix("cam0"), id);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("share")]
    [InlineData("qt:")]
    [InlineData("sysv:x")]
    [InlineData("sysv:-1")]
    [InlineData("posix:a/b")]
    [InlineData("posix:..")]
    [InlineData("memfd:1")]
    public void TryParse_Malformed_SaysWhatWasExpected(string? text)
    {
        Assert.False(SegmentId.TryParse(text, out _, out var problem));
        Assert.StartsWith($"'{text}' is not a segment id: expected qt:<key>, sysv:<number>, posix:<name> or memfd:<pid>:<inode>", problem.ToString(), StringComparison.Ordinal);
    }
}
