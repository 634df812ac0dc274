using System.Collections.Concurrent;
using Microsoft.Playwright;
using ShmDashboard.Web.Tests.Preview;

namespace ShmDashboard.Web.Tests.Browser;

public sealed class ConnectionInBrowserTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task Host_Restarted_ThePageSaysSoAndComesBackByItself()
    {
        MayLoseConnection = true;
        await OpenAsync("/?show=pictures");
        int port = new Uri(Address).Port;

        await Host.StopAsync();
        await Host.DisposeAsync();
        await Page.WaitForSelectorAsync("text=The connection to the dashboard was lost");
        await Assertions.Expect(Page.Locator(".live")).ToHaveTextAsync("reconnecting…", new() { UseInnerText = true });

        Host = await PreviewHost.StartAsync(Monitor, Publisher, Scene, port);
        await Page.WaitForFunctionAsync(
            "() => document.querySelector('#components-reconnect-modal').className === '' && document.querySelector('main[data-interactive]')");
        Assert.EndsWith("/?show=pictures", Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_Gone_ThePageStaysToBeReadAndIsQuiet()
    {
        MayLoseConnection = true;
        var complaints = new ConcurrentQueue<string>();
        Page.PageError += (_, error) => complaints.Enqueue(error);
        await OpenAsync("/?show=pictures");
        var asked = new ConcurrentQueue<TimeSpan>();
        var third = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Page.RequestFailed += (_, request) =>
        {
            if (!request.Url.EndsWith("/session", StringComparison.Ordinal))
                return;
            asked.Enqueue(TimeProvider.System.GetElapsedTime(0));
            if (asked.Count == 3)
                third.TrySetResult();
        };

        await Host.StopAsync();
        await Page.WaitForSelectorAsync("#components-reconnect-modal.components-reconnect-show");
        string ground = await Page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('#components-reconnect-modal')).backgroundColor");
        await third.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Matches(@"^rgba\(.*, 0?\.[0-5]\d*\)$", ground);
        Assert.All(asked.Zip(asked.Skip(1)), pair => Assert.InRange((pair.Second - pair.First).TotalMilliseconds, 1500, 10_000));
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Host_Gone_WhatSomebodyDoesIsNoError()
    {
        MayLoseConnection = true;
        var complaints = new ConcurrentQueue<string>();
        Page.PageError += (_, error) => complaints.Enqueue(error);
        await OpenAsync("/segment/qt%3Ashare");
        await Host.StopAsync();
        await Page.WaitForSelectorAsync("#components-reconnect-modal.components-reconnect-show");

        await Page.Keyboard.PressAsync("Space");
        await Page.EvaluateAsync("() => document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: (() => { const data = new DataTransfer(); data.items.add(new File(['x'], 'x.txt')); return data; })() }))");
        await Page.WaitForTimeoutAsync(300);

        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Host_Gone_WidthsOfColumnsAreNoError()
    {
        MayLoseConnection = true;
        var complaints = new ConcurrentQueue<string>();
        Page.PageError += (_, error) => complaints.Enqueue(error);
        await OpenAsync("/");
        await Page.Locator(".grip").First.FocusAsync();
        await Host.StopAsync();
        await Page.WaitForSelectorAsync("#components-reconnect-modal.components-reconnect-show");

        await Page.EvaluateAsync("() => document.querySelector('.grip').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }))");
        await Page.WaitForTimeoutAsync(300);

        Assert.Empty(complaints);
    }
}
