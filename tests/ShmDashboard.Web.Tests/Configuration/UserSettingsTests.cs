using ShmDashboard.Web.Configuration;

namespace ShmDashboard.Web.Tests.Configuration;

public sealed class UserSettingsTests
{
    [Fact]
    public void Parse_WhatToStringWrote_IsTheSame()
    {
        var settings = new UserSettings { Roomy = true, StartPage = "/?view=wall" };

        Assert.Equal(settings, UserSettings.Parse(settings.ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("zebra")]
    [InlineData("rows=huge&start=//evil.example/")]
    [InlineData("start=https://evil.example/")]
    [InlineData("start=%2F%5Cevil.example")]
    public void Parse_Anything_LeadsNowhereElse(string? cookie) => Assert.Equal(new UserSettings(), UserSettings.Parse(cookie));
}
