using Microsoft.Playwright;
using ShmDashboard.Monitoring.Events;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Tests.Browser;

public sealed class SettingsInBrowserTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task Theme_Chosen_IsShownAtOnceAndStays_AndTheSystemsIsAChoice()
    {
        await OpenAsync("/settings");
        Assert.True(await Page.IsCheckedAsync("[data-theme-choice][value=system]"));

        await Page.CheckAsync("[data-theme-choice][value=dark]");
        Assert.Equal("dark", await Page.GetAttributeAsync("html", "data-theme"));
        await Page.ReloadAsync();
        await Page.WaitForFunctionAsync("() => document.querySelector('[data-theme-choice][value=dark]')?.checked");
        await Page.CheckAsync("[data-theme-choice][value=system]");

        Assert.Equal("light", await Page.GetAttributeAsync("html", "data-theme"));
        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Page.WaitForFunctionAsync("() => document.documentElement.dataset.theme === 'dark'");
    }

    [Fact]
    public async Task RowsAndStartPage_Chosen_HoldForTheNextPages()
    {
        await OpenAsync("/settings");
        await Page.CheckAsync("label:has-text('Two lines each') input");
        await Page.SelectOptionAsync("select", "/events");
        await Page.WaitForFunctionAsync("() => decodeURIComponent(document.cookie).includes('rows=roomy')");

        await OpenAsync("/");
        await Page.WaitForSelectorAsync(".segments.roomy");
        Assert.Equal("/events", await Page.GetAttributeAsync(".brand", "href"));

        await Page.ClickAsync(".density");
        await ArriveAtAsync("/?rows=compact");
        await Page.WaitForSelectorAsync(".segments.compact");
    }

    [Fact]
    public async Task Notices_AskedFor_TellWhatHappensToStarredSegmentsAlone()
    {
        await Page.AddInitScriptAsync("""
            globalThis.told = [];
            globalThis.Notification = class {
              static permission = 'default';
              static async requestPermission() { return Notification.permission = 'granted'; }
              constructor(title, { body, tag }) { told.push(title); }
              close() {}
            };
            """);
        await OpenAsync("/settings");
        await Page.CheckAsync("label:has-text('with a star') input");
        await Page.EvaluateAsync("() => localStorage.setItem('favourites', JSON.stringify(['qt:share']))");

        Scene.Events.Note(
            new SegmentEvent { Kind = SegmentEventKind.Gone, Segment = SegmentId.Posix("cam0"), Name = "cam0", Sentence = "It is gone; nobody was attached." },
            new SegmentEvent { Kind = SegmentEventKind.Gone, Segment = SegmentId.Qt("share"), Name = "share", Sentence = "It is gone; nobody was attached." });

        await Page.WaitForFunctionAsync("() => told.length > 0");
        Assert.Equal("share: gone", await Page.EvaluateAsync<string>("() => told.join()"));
    }

    [Fact]
    public async Task Title_SaysHowManyFindingsWantAttention()
    {
        await OpenAsync("/events");

        Assert.Matches("^\\(\\d+\\) Events · ShmDashboard$", await Page.TitleAsync());
    }
}
