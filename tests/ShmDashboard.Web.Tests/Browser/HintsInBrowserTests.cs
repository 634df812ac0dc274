using Microsoft.Playwright;

namespace ShmDashboard.Web.Tests.Browser;

/// <summary>What something means is said to whoever points at it, taps it or comes to it with the keyboard.</summary>
public sealed class HintsInBrowserTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    private const string Balloon = ".mud-tooltip.mud-popover-open";

    private readonly BrowserFixture _fixture = fixture;

    [Fact]
    public async Task Verdict_ReachedWithTheKeyboard_IsExplained_AndNothingIsLeftOfIt()
    {
        await OpenAsync("/segment/qt%3Ashare");
        Assert.Equal(0, await Page.Locator(".mud-tooltip").CountAsync());
        string before = await Page.Locator("h1").InnerTextAsync();

        await Page.FocusAsync("h1");
        for (int stops = 0; stops < 3 && await Page.Locator(".hint:focus .state").CountAsync() == 0; stops++)
            await Page.Keyboard.PressAsync("Tab");

        await Assertions.Expect(Page.Locator(Balloon)).ToContainTextAsync("Whole, with evidence");
        Assert.StartsWith("Whole, with evidence", await Page.GetAttributeAsync(".hint:focus", "aria-description"), StringComparison.Ordinal);
        // MudBlazor keeps its balloons beside the page's regions, which is moderate to axe.
        Assert.Empty((await Page.ViolationsAsync()).Where(violation => violation.Id != "region").Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}"));
        await Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(Page.Locator(".mud-tooltip")).ToHaveCountAsync(0);
        Assert.Equal(before, await Page.Locator("h1").InnerTextAsync());
    }

    [Fact]
    public async Task Sign_PointedAt_IsExplained_EvenWhileItCannotBePressed()
    {
        await OpenAsync("/");

        await Page.HoverAsync("[data-theme-toggle]");
        await Assertions.Expect(Page.Locator(Balloon)).ToHaveTextAsync("Light or dark");
        await Page.HoverAsync(".open .hint");

        await Assertions.Expect(Page.Locator(Balloon)).ToHaveTextAsync("Open this key");
        Assert.True(await Page.IsDisabledAsync(".open button"));
    }

    [Fact]
    public async Task Lock_Tapped_IsExplained()
    {
        await using var phone = await _fixture.Browser!.NewContextAsync(new() { HasTouch = true, IsMobile = true, ViewportSize = new() { Width = 400, Height = 860 } });
        var page = await phone.NewPageAsync();
        await page.GotoAsync(Address + "/segment/qt%3Ashare");
        // The focus comes to the heading a moment after the page is there, and would close what was tapped before.
        await page.WaitForFunctionAsync("() => document.querySelector('main[data-interactive]') && document.activeElement?.matches('h1')");

        await page.TapAsync(".side .hint:has(.chip)");

        await Assertions.Expect(page.Locator(Balloon)).ToContainTextAsync("player 4312");
        await page.TapAsync("h1");
        await Assertions.Expect(page.Locator(".mud-tooltip")).ToHaveCountAsync(0);
    }
}
