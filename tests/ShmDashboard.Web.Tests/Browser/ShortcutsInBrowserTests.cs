namespace ShmDashboard.Web.Tests.Browser;

public sealed class ShortcutsInBrowserTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task Letters_GoToThePages()
    {
        await OpenAsync("/");

        await Page.Keyboard.PressAsync("h");
        await ArriveAtAsync("/health");
        await Page.Keyboard.PressAsync("e");
        await ArriveAtAsync("/events");
        await Page.Keyboard.PressAsync(",");
        await ArriveAtAsync("/settings");
        await Page.Keyboard.PressAsync("i");
        await ArriveAtAsync("/about");
        await Page.Keyboard.PressAsync("u");
        await ArriveAtAsync("/upload");
        await Page.Keyboard.PressAsync("s");
        await ArriveAtAsync("/");
    }

    [Fact]
    public async Task Letters_WhileTyping_AreText()
    {
        await OpenAsync("/");
        await Page.Keyboard.PressAsync("/");

        await Page.Keyboard.TypeAsync("hush?");

        Assert.Equal("hush?", await Page.InputValueAsync("input[type=search]"));
        Assert.Equal(0, await Page.Locator("dialog[open]").CountAsync());
    }

    [Fact]
    public async Task QuestionMark_ListsTheKeysAndEscapeLeavesWithTheFocusWhereItWas()
    {
        await OpenAsync("/health");
        await Page.FocusAsync("header nav a[href='/upload']");

        await Page.Keyboard.PressAsync("?");
        await Page.WaitForSelectorAsync("dialog[open] >> text=Keys");
        // A letter that goes to a page does not, while the list is read.
        await Page.Keyboard.PressAsync("s");
        Assert.EndsWith("/health", Page.Url, StringComparison.Ordinal);
        Assert.Empty(await Page.ViolationsAsync());

        await Page.Keyboard.PressAsync("Escape");
        Assert.Equal(0, await Page.Locator("dialog[open]").CountAsync());
        Assert.Equal("/upload", await Page.EvaluateAsync<string>("document.activeElement.getAttribute('href')"));
    }

    [Fact]
    public async Task Help_Shown_IsInTheMiddle()
    {
        await OpenAsync("/");
        await Page.Keyboard.PressAsync("?");
        var box = await Page.Locator("dialog[open]").BoundingBoxAsync();

        Assert.InRange(box!.X + (box.Width / 2), 639, 641);
        Assert.InRange(box.Y + (box.Height / 2), 429, 431);
    }
}
