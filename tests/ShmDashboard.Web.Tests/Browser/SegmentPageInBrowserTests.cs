namespace ShmDashboard.Web.Tests.Browser;

public sealed class SegmentPageInBrowserTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    private static readonly string s_pixels = PixelsOf(".stage canvas");

    [Fact]
    public async Task Freeze_BySpace_KeepsThePixelsUntilSpaceAgain()
    {
        await OpenAsync("/segment/qt%3Ashare");
        await Page.Keyboard.PressAsync("Space");
        await Page.WaitForSelectorAsync("text=Frozen.");
        string frozen = await Page.EvaluateAsync<string>(s_pixels);

        Scene.Step(12);
        await Page.WaitForTimeoutAsync(500);
        Assert.Equal(frozen, await Page.EvaluateAsync<string>(s_pixels));

        await Page.Keyboard.PressAsync("Space");
        await Page.WaitForFunctionAsync($"frozen => ({s_pixels})() !== frozen", frozen);
    }

    [Fact]
    public async Task Pointer_OverThePicture_TellsPositionAndValue()
    {
        await OpenAsync("/segment/qt%3Ashare");
        var stage = (await Page.Locator(".stage").BoundingBoxAsync())!;

        await Page.Mouse.MoveAsync(stage.X + stage.Width / 2, stage.Y + stage.Height - 60);

        await Page.WaitForFunctionAsync(@"() => /^x \d+\s+y \d+$/.test(document.querySelector('[data-say=position]').textContent)");
        await Page.WaitForFunctionAsync(@"() => /^R +\d+ G +\d+ B +\d+ A +255$/.test(document.querySelector('[data-say=value]').textContent)");
    }

    [Fact]
    public async Task Zoom_ByKeysAndWheel_ChangesTheScaleAndFitBringsItBack()
    {
        await OpenAsync("/segment/qt%3Ashare");
        string fit = await Page.InnerTextAsync("[data-say=zoom]");

        await Page.Keyboard.PressAsync("1");
        await Page.WaitForFunctionAsync("() => document.querySelector('[data-say=zoom]').textContent === '100 %'");
        await Page.HoverAsync(".stage");
        await Page.Mouse.WheelAsync(0, -400);
        await Page.WaitForFunctionAsync("() => parseInt(document.querySelector('[data-say=zoom]').textContent) > 150");
        await Page.ClickAsync("[data-do=fit]");
        await Page.WaitForFunctionAsync("fit => document.querySelector('[data-say=zoom]').textContent === fit", fit);
    }

    [Fact]
    public async Task Status_WhilePlaying_TellsRateAndLatency()
    {
        await OpenAsync("/segment/qt%3Ashare");
        for (int step = 1; step < 25; step++)
        {
            Scene.Step(step);
            await Page.WaitForTimeoutAsync(50);
        }

        Assert.Matches(@"^\d+ painted/s · \d+ ms read → paint$", await Page.InnerTextAsync("[data-say=rate]"));
    }

    [Fact]
    public async Task Save_DownloadsThePictureFile()
    {
        await OpenAsync("/segment/qt%3Ashare");

        var download = await Page.RunAndWaitForDownloadAsync(() => Page.ClickAsync("[data-do=save]"));

        Assert.Matches(@"^share-\d+\.png$", download.SuggestedFilename);
    }

    [Fact]
    public async Task Bytes_NextPage_ShowsTheFollowingOffsets()
    {
        await OpenAsync("/segment/sysv%3A65541");

        await Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Next" }).ClickAsync();

        await Page.WaitForFunctionAsync("() => document.querySelector('.dump .offset').textContent === '00000100'");
    }

    [Fact]
    public async Task Release_Confirmed_IsDone_EscapedIsNot()
    {
        await OpenAsync("/segment/qt%3AGr%C3%B6%C3%9Fe%20%E5%9B%BE%E7%89%87%20%231");
        var release = Page.Locator(".actions button");

        await release.ClickAsync();
        await Page.WaitForSelectorAsync("text=Still attached: viewer 4400. They notice nothing");
        await EscapeDialogAsync();
        Assert.Empty(Publisher.Released);

        await release.ClickAsync();
        await Page.Locator(".mud-dialog .danger").ClickAsync();
        await Page.WaitForSelectorAsync("text=was released");
        Assert.Single(Publisher.Released);
    }
}
