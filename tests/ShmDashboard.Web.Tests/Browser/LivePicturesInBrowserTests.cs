using Microsoft.Playwright;
using ShmDashboard.Web.Tests.Preview;

namespace ShmDashboard.Web.Tests.Browser;

public sealed class LivePicturesInBrowserTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    private const string Frames = "/stream/frames";

    private static readonly string s_pixels = PixelsOf(".stage canvas");

    private int _messages;

    [Fact]
    public async Task Pictures_ComeByAnAnswerWithoutEnd_OnceThePageHasComeToRest()
    {
        CountMessages(Page);
        await OpenWithAnswerAsync(Page, "/segment/qt%3Ashare");
        Assert.True(_messages > 0, "The first picture did not come over the socket, or nobody was told of it.");
        // What the socket had on its way when the answer opened may still come.
        int before = -1;
        for (int step = 13; step < 24 && before != _messages; step++)
        {
            before = _messages;
            await SeeNextAsync(Page, step);
        }

        await SeeNextAsync(Page, 5);
        await SeeNextAsync(Page, 9);

        Assert.Equal(before, _messages);
    }

    [Fact]
    public async Task Page_Hidden_GivesItsConnectionBack_AndShowsTheNewestWhenSeenAgain()
    {
        await OpenWithAnswerAsync(Page, "/segment/qt%3Ashare");

        var ended = new TaskCompletionSource();
        Page.RequestFailed += (_, request) =>
        {
            if (request.Url.Contains(Frames, StringComparison.Ordinal))
                ended.TrySetResult();
        };
        await HideAsync(true);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        string before = await Page.EvaluateAsync<string>(s_pixels);
        Scene.Step(7);
        var again = Page.WaitForRequestAsync(request => request.Url.Contains(Frames, StringComparison.Ordinal));
        await HideAsync(false);

        await Page.WaitForFunctionAsync($"before => ({s_pixels})() !== before", before);
        await again;
        await SeeNextAsync(Page, 11);
    }

    [Fact]
    public async Task Connection_Dropped_ThePictureGoesOnAndNothingIsLeftOfIt()
    {
        MayLoseConnection = true;
        await OpenWithAnswerAsync(Page, "/segment/qt%3Ashare");
        int port = new Uri(Address).Port;

        await Host.StopAsync();
        await Host.DisposeAsync();
        await Page.WaitForSelectorAsync("text=The connection to the dashboard was lost");
        Host = await PreviewHost.StartAsync(Monitor, Publisher, Scene, port);
        await Page.WaitForFunctionAsync(
            "() => document.querySelector('#components-reconnect-modal').className === '' && document.querySelector('main[data-interactive]')");

        await SeeNextAsync(Page, 6);
        Assert.Equal(0, await Page.Locator(".stage [role=alert]:visible").CountAsync());
    }

    [Fact]
    public async Task Tabs_MoreThanABrowserHasConnections_AllLive()
    {
        var tabs = new List<IPage>();
        for (int tab = 0; tab < 8; tab++)
        {
            var page = await Page.Context.NewPageAsync();
            await page.GotoAsync(Address + "/segment/qt%3Ashare");
            await page.WaitForSelectorAsync("main[data-interactive]");
            tabs.Add(page);
        }

        await Page.WaitForTimeoutAsync(2500);
        foreach (var page in tabs)
            await SeeNextAsync(page, 4 + tabs.IndexOf(page));
        await OpenAsync("/");
    }

    private void CountMessages(IPage page) => page.WebSocket += (_, socket) =>
    {
        if (new Uri(socket.Url).AbsolutePath == "/stream")
            socket.FrameReceived += (_, _) => Interlocked.Increment(ref _messages);
    };

    private async Task OpenWithAnswerAsync(IPage page, string path)
    {
        var answer = page.WaitForResponseAsync(response => response.Url.Contains(Frames, StringComparison.Ordinal));
        await OpenAsync(path);
        Assert.Equal(200, (await answer).Status);
        // The page has seen it open, and said so.
        await page.WaitForTimeoutAsync(300);
    }

    private async Task SeeNextAsync(IPage page, int step)
    {
        string before = await page.EvaluateAsync<string>(s_pixels);
        Scene.Step(step);
        await page.WaitForFunctionAsync($"before => ({s_pixels})() !== before", before);
    }

    private async Task HideAsync(bool hidden) => await Page.EvaluateAsync($$"""
        () => {
          Object.defineProperty(document, 'hidden', { value: {{(hidden ? "true" : "false")}}, configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }
        """);
}
