using ShmDashboard.Web.Configuration;

namespace ShmDashboard.Web.Tests.Configuration;

public sealed class UserSettingsTests
{
    [Fact]
    public void Parse_WhatToStringWrote_IsTheSame()
    {
        var settings = new UserSettings { Roomy = true, StartPage = "/?view=wall", Rate = 10, Units = SizeUnit.Decimal };

        Assert.Equal(settings, UserSettings.Parse(settings.ToString()));
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(30, 100)]
    [InlineData(10, 100)]
    [InlineData(1, 1000)]
    public void Pace_ARate_IsNeverQuickerThanUsual(int rate, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), new UserSettings { Rate = rate }.Pace(TimeSpan.FromMilliseconds(100)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("zebra")]
    [InlineData("rows=huge&start=//evil.example/")]
    [InlineData("start=https://evil.example/")]
    [InlineData("start=%2F%5Cevil.example")]
    [InlineData("rate=1000000&units=parsec")]
    [InlineData("rate=-1")]
    public void Parse_Anything_LeadsNowhereElse(string? cookie) => Assert.Equal(new UserSettings(), UserSettings.Parse(cookie));
}
