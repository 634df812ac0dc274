namespace ShmDashboard.Web.Tests.Browser;

public sealed class TimeLineInBrowserTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    private const string Pixels = "() => document.querySelector('canvas[data-strip]').toDataURL()";

    // The script draws what it was told of; before that a word stands in its place.
    private const string Told = "() => !document.querySelector('.strip p')";

    [Fact]
    public async Task Pointer_OverTheStrip_TellsWhoHeldTheLock()
    {
        await OpenAsync("/segment/qt%3Ashare?window=60s");
        await Page.WaitForFunctionAsync(Told);
        var strip = (await Page.Locator("canvas[data-strip]").BoundingBoxAsync())!;

        // Somewhere on the line the player has it, and elsewhere nobody has.
        var seen = new HashSet<string>();
        for (float x = strip.Width * .5f; x < strip.Width - 2; x += 7)
        {
            await Page.Mouse.MoveAsync(strip.X + x, strip.Y + 30);
            await Page.WaitForTimeoutAsync(20);
            seen.Add(await Page.InnerTextAsync("[data-tip]"));
        }

        Assert.Contains(seen, text => text.Contains("held by player 4312 for", StringComparison.Ordinal));
        Assert.Contains(seen, text => text.Contains("free for", StringComparison.Ordinal));
        Assert.Contains(seen, text => text.Contains("album 4201 waited for", StringComparison.Ordinal));
        await Page.Mouse.MoveAsync(1, 1);
        await Page.WaitForFunctionAsync("() => document.querySelector('[data-tip]').hidden");
    }

    [Fact]
    public async Task Arrows_GoFromChangeToChange_EscapeLeaves()
    {
        await OpenAsync("/segment/qt%3Ashare");
        await Page.WaitForFunctionAsync(Told);
        await Page.FocusAsync("canvas[data-strip]");

        await Page.Keyboard.PressAsync("ArrowLeft");
        await Page.Keyboard.PressAsync("ArrowLeft");
        await Page.WaitForFunctionAsync("() => Number(document.querySelector('canvas[data-strip]').getAttribute('aria-valuenow')) < 0");
        Assert.Matches("ago, (held by|free for)", await Page.GetAttributeAsync("canvas[data-strip]", "aria-valuetext"));

        await Page.Keyboard.PressAsync("Escape");
        await Page.WaitForFunctionAsync("() => document.querySelector('[data-tip]').hidden");
    }

    [Fact]
    public async Task Frozen_TheLineStandsStill()
    {
        await OpenAsync("/segment/qt%3Ashare");
        await Page.WaitForFunctionAsync(Told);
        await Page.Keyboard.PressAsync("Space");
        await Page.WaitForSelectorAsync("text=Frozen.");
        string frozen = await AtRestAsync(Pixels);

        await Page.WaitForTimeoutAsync(600);
        Assert.Equal(frozen, await Page.EvaluateAsync<string>(Pixels));

        await Page.Keyboard.PressAsync("Space");
        await Page.WaitForFunctionAsync("frozen => document.querySelector('canvas[data-strip]').toDataURL() !== frozen", frozen);
    }

    [Fact]
    public async Task Window_Chosen_StaysAfterAReload()
    {
        await OpenAsync("/segment/qt%3Ashare");
        await Page.WaitForFunctionAsync(Told);

        await Page.ClickAsync(".windows button:nth-child(3)");
        await ArriveAtAsync("/segment/qt%3Ashare?window=300s");
        await Page.ReloadAsync();
        await Page.WaitForSelectorAsync("main[data-interactive]");

        Assert.Equal("5 min", await Page.InnerTextAsync(".windows [aria-pressed=true]"));
    }
}
