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
        Assert.True(await Page.IsCheckedAsync(Theme("As the system")));

        await Page.CheckAsync(Theme("Dark"));
        await Page.WaitForSelectorAsync("html[data-theme=dark]");
        await Page.ReloadAsync();
        await Page.WaitForSelectorAsync(Theme("Dark") + ":checked", new() { State = WaitForSelectorState.Attached });
        await Page.CheckAsync(Theme("As the system"));

        await Page.WaitForSelectorAsync("html[data-theme=light]");
        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Page.WaitForFunctionAsync("() => document.documentElement.dataset.theme === 'dark'");
    }

    [Fact]
    public async Task RowsAndStartPage_Chosen_HoldForTheNextPages()
    {
        await OpenAsync("/settings");
        await Page.CheckAsync("label:has-text('Two lines each') input");
        await ChooseStartAsync("Events");
        await Page.WaitForSelectorAsync(".brand[href='/events']");

        await OpenAsync("/");
        await Page.WaitForSelectorAsync(".segments.roomy");
        Assert.Equal("/events", await Page.GetAttributeAsync(".brand", "href"));

        await Page.ClickAsync(".density");
        await ArriveAtAsync("/?rows=compact");
        await Page.WaitForSelectorAsync(".segments.compact");
    }

    [Fact]
    public async Task RowsAndStartPage_Chosen_CountAtOnceWithoutAReload()
    {
        await OpenAsync("/settings");
        await Page.EvaluateAsync("() => { globalThis.stillHere = true; }");
        await Page.CheckAsync("label:has-text('Two lines each') input");
        await ChooseStartAsync("Events");

        await Page.WaitForSelectorAsync(".brand[href='/events']");
        await Page.ClickAsync("header nav a:has-text('Segments')");
        await Page.WaitForSelectorAsync(".segments.roomy");
        Assert.True(await Page.EvaluateAsync<bool>("() => globalThis.stillHere === true"));
    }

    [Fact]
    public async Task Units_Chosen_AreUsedOnThePagesThatFollow()
    {
        await OpenAsync("/settings");
        Assert.Contains("7.91 MiB", await Page.InnerTextAsync("main"), StringComparison.Ordinal);
        await Page.CheckAsync("label:has-text('kB, MB') input");
        await Page.WaitForSelectorAsync("text=8.29 MB");

        await Page.ClickAsync("header nav a:has-text('Segments')");
        await Page.WaitForSelectorAsync(".segments td.size:has-text('MB')");
        Assert.DoesNotContain("iB", await Page.InnerTextAsync(".segments"), StringComparison.Ordinal);
        await Page.ClickAsync("header nav a:has-text('Upload')");
        await Page.WaitForSelectorAsync("main:has-text('67.1 MB')");
        await OpenAsync("/segment/qt%3Ashare");
        Assert.Contains("3.22 MB (3,219,456 B)", await Page.InnerTextAsync(".side"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rate_OneASecond_ShowsFarFewerPicturesThanThereAre()
    {
        await OpenAsync("/settings");
        await Page.CheckAsync("label:text-is('at most 1') input, label:has(:text-is('at most 1')) input");
        await Page.WaitForFunctionAsync("() => decodeURIComponent(document.cookie).includes('rate=1')");
        await OpenAsync("/segment/qt%3Ashare");
        await Page.EvaluateAsync("""
            () => {
              const canvas = document.querySelector('.stage canvas'), context = canvas.getContext('bitmaprenderer');
              globalThis.shown = 0;
              globalThis.since = performance.now();
              const show = context.transferFromImageBitmap;
              context.transferFromImageBitmap = function (bitmap) { shown++; return show.call(this, bitmap); };
            }
            """);

        for (int step = 1; step <= 40; step++)
        {
            Scene.Step(step);
            await Page.WaitForTimeoutAsync(60);
        }

        // Each is drawn once quickly, and once more well when none has followed for a quarter of a second.
        int[] seen = await Page.EvaluateAsync<int[]>("() => [shown, Math.ceil((performance.now() - since) / 1000)]");
        Assert.InRange(seen[0], 2, 2 * (seen[1] + 1));
        Assert.True(seen[0] < 40, $"{seen[0]} pictures of 40 within {seen[1]} s");
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
        // What happens before the host has heard of the wish is no news.
        await Page.WaitForFunctionAsync("() => Notification.permission === 'granted'");
        await Page.WaitForTimeoutAsync(1000);

        // A busy host hears of it later, so it happens again until something is told.
        int happened = 0;
        while (happened < 20 && await Page.EvaluateAsync<int>("() => told.length") == 0)
        {
            Scene.Events.Note(
                new SegmentEvent { Kind = SegmentEventKind.Gone, Segment = SegmentId.Posix("cam0"), Name = "cam0", Sentence = "It is gone; nobody was attached." },
                new SegmentEvent { Kind = SegmentEventKind.Gone, Segment = SegmentId.Qt("share"), Name = "share", Sentence = "It is gone; nobody was attached." });
            happened++;
            await Page.WaitForTimeoutAsync(1000);
        }

        string[] told = await Page.EvaluateAsync<string[]>("() => told");
        Assert.InRange(told.Length, 1, happened);
        Assert.All(told, title => Assert.Equal("share: gone", title));
    }

    [Fact]
    public async Task Notices_NotAskedFor_AreNotShown()
    {
        await Page.AddInitScriptAsync("globalThis.Notification = class { static permission = 'granted'; constructor() { globalThis.told = true; } };");
        await OpenAsync("/events");
        int before = await Page.EvaluateAsync<int>("() => document.querySelectorAll('.event').length");

        Scene.Events.Note(new SegmentEvent { Kind = SegmentEventKind.Gone, Segment = SegmentId.Qt("share"), Name = "share", Sentence = "It is gone; nobody was attached." });
        await Page.WaitForFunctionAsync("before => document.querySelectorAll('.event').length > before", before);
        await Page.WaitForTimeoutAsync(1500);

        Assert.False(await Page.EvaluateAsync<bool>("() => globalThis.told === true"));
    }

    [Fact]
    public async Task Theme_ChosenInTheHeader_IsMarkedHere()
    {
        await OpenAsync("/settings");

        await Page.ClickAsync("[data-theme-toggle]");

        await Page.WaitForSelectorAsync(Theme("Dark") + ":checked", new() { State = WaitForSelectorState.Attached });
    }

    private static string Theme(string words) => $"[aria-labelledby=theme-label] label:has-text('{words}') input";

    private Task ChooseStartAsync(string page) => Page.PickAsync("Start page", page);

    [Fact]
    public async Task Title_SaysHowManyFindingsWantAttention()
    {
        await OpenAsync("/events");

        Assert.Matches("^\\(\\d+\\) Events · ShmDashboard$", await Page.TitleAsync());
    }
}
