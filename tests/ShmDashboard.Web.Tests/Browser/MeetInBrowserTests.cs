namespace ShmDashboard.Web.Tests.Browser;

public sealed class MeetInBrowserTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task Names_ChosenAndTyped_AreCompared()
    {
        await OpenAsync("/meet");

        await Page.FillAsync(".ask input >> nth=0", "shar");
        await Page.ClickAsync(".mud-popover .mud-list-item:has-text('share')");
        // What is nowhere may be asked for all the same.
        await Page.FillAsync(".ask input >> nth=1", "nowhere-to-be-found");
        await Page.ClickAsync(".ask button[type=submit]");

        await Page.WaitForSelectorAsync(".answer strong");
        await ArriveAtAsync("/meet?one=share&other=nowhere-to-be-found");
    }

    [Fact]
    public async Task Names_Typed_AreComparedByTheEnterKey()
    {
        await OpenAsync("/meet");

        await Page.FillAsync(".ask input >> nth=0", "share");
        await Page.FillAsync(".ask input >> nth=1", "demo");
        await Page.WaitForTimeoutAsync(300);
        await Page.PressAsync(".ask input >> nth=1", "Enter");

        await ArriveAtAsync("/meet?one=share&other=demo");
    }
}
