namespace ShmDashboard.Web.Tests.Browser;

public sealed class AccessibilityTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [Theory]
    [InlineData("/", "light")]
    [InlineData("/", "dark")]
    [InlineData("/?view=wall", "light")]
    [InlineData("/?view=wall", "dark")]
    [InlineData("/segment/qt%3Ashare", "light")]
    [InlineData("/segment/qt%3Ashare", "dark")]
    [InlineData("/segment/sysv%3A65541", "light")]
    [InlineData("/segment/sysv%3A65541", "dark")]
    [InlineData("/segment/qt%3Aabsent", "dark")]
    [InlineData("/health", "light")]
    [InlineData("/health", "dark")]
    [InlineData("/settings", "light")]
    [InlineData("/settings", "dark")]
    [InlineData("/about", "light")]
    [InlineData("/about", "dark")]
    [InlineData("/?group=process", "light")]
    [InlineData("/?group=process", "dark")]
    [InlineData("/meet", "light")]
    [InlineData("/meet?one=share&other=demo", "light")]
    [InlineData("/meet?one=share&other=demo", "dark")]
    [InlineData("/events", "light")]
    [InlineData("/events", "dark")]
    [InlineData("/segment/posix%3Acom.example.instrumentation.oscilloscope.channel-0.waveform", "light")]
    [InlineData("/process/4312", "light")]
    [InlineData("/process/4312", "dark")]
    [InlineData("/upload?target=qt%3Ashare", "light")]
    [InlineData("/upload?target=qt%3Ashare", "dark")]
    public async Task Page_HasNoViolation(string path, string theme)
    {
        await OpenAsync(path);
        if (theme == "dark") await Page.ClickAsync("[data-theme-toggle]");
        // The page itself; what says what a sign means is HintsInBrowserTests'.
        await Page.Mouse.MoveAsync(640, 70);
        await Page.WaitForTimeoutAsync(300);

        var violations = await Page.ViolationsAsync();

        Assert.True(violations.Length == 0, string.Join('\n', violations.SelectMany(violation => violation.Nodes.Select(node =>
            $"{violation.Id}: {node.Html} {string.Join(' ', node.Any.Concat(node.All).Select(check => check.Message))}"))));
    }
}
