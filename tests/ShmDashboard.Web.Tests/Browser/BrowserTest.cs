using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ShmDashboard.Web.Tests.Fakes;
using ShmDashboard.Web.Tests.Preview;

namespace ShmDashboard.Web.Tests.Browser;

/// <summary>The real pages over the scripted scene in a real browser. A complaint in the browser's console fails the test.</summary>
[Trait("Category", "Browser")]
public abstract class BrowserTest(BrowserFixture fixture) : IAsyncLifetime
{
    private readonly List<string> _complaints = [];
    private IBrowserContext? _context;

    internal FakeSegmentMonitor Monitor { get; } = new();

    internal FakeSegmentPublisher Publisher { get; } = new();

    internal PreviewScene Scene { get; private set; } = null!;

    internal WebApplication Host { get; set; } = null!;

    protected string Address { get; private set; } = "";

    protected IPage Page { get; private set; } = null!;

    /// <summary>What the browser may complain about: the connection, where a test takes it away.</summary>
    protected bool MayLoseConnection { get; set; }

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(fixture.Browser is not null, "There is no Chromium here.");
        Scene = new PreviewScene(Monitor, Publisher);
        Scene.Begin();
        Host = await PreviewHost.StartAsync(Monitor, Publisher, Scene);
        Address = Host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _context = await fixture.Browser!.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 860 } });
        Page = await _context.NewPageAsync();
        Page.Console += (_, message) => { if (message.Type is "error" or "warning") _complaints.Add($"{message.Text} ({message.Location})"); };
        Page.PageError += (_, error) => _complaints.Add(error);
    }

    public async ValueTask DisposeAsync()
    {
        if (_context is null) return;
        // What a page says while it is being closed, with pictures on their way to it, nobody sees.
        string[] complaints = [.. _complaints];
        await _context.DisposeAsync();
        await Host.StopAsync();
        await Host.DisposeAsync();
        Assert.True(MayLoseConnection || complaints.Length == 0, string.Join(Environment.NewLine, complaints));
        GC.SuppressFinalize(this);
    }

    /// <summary>A script that gives what a canvas shows, which the page's worker paints on.</summary>
    internal static string PixelsOf(string selector) =>
        $$"""
        () => {
          const canvas = document.querySelector('{{selector}}'), copy = document.createElement('canvas');
          Object.assign(copy, { width: canvas.width, height: canvas.height });
          copy.getContext('2d').drawImage(canvas, 0, 0);
          return copy.toDataURL();
        }
        """;

    /// <summary>Goes to a page and waits until it is alive.</summary>
    protected async Task OpenAsync(string path)
    {
        await Page.GotoAsync(Address + path);
        await Page.WaitForSelectorAsync("main[data-interactive]");
        // The components' scripts are imported after that, each with a round trip.
        await Page.WaitForFunctionAsync("() => performance.getEntriesByType('resource').some(entry => entry.name.endsWith('SearchBox.razor.js'))");
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        // Pictures come by a socket, which no idle network speaks of; what is done with one wants it to be there.
        await Page.WaitForFunctionAsync("""
            () => {
              const full = document.querySelector('[data-do=full]');
              return !full || full.disabled || document.querySelector('[data-say=position]').textContent.includes('×');
            }
            """);
        await Page.WaitForTimeoutAsync(200);
    }

    /// <summary>
    /// What a script gives once it has given the same for half a second: what was on its way when something stopped, or is drawn
    /// once more and better, comes on a busy machine when it may.
    /// </summary>
    protected async Task<string> AtRestAsync(string script)
    {
        string seen = await Page.EvaluateAsync<string>(script);
        for (int attempt = 0; attempt < 20; attempt++)
        {
            await Page.WaitForTimeoutAsync(500);
            string now = await Page.EvaluateAsync<string>(script);
            if (now == seen) return now;
            seen = now;
        }

        Assert.Fail("It did not come to rest within ten seconds.");
        return seen;
    }

    /// <summary>Leaves the dialog that is open with the Escape key, which it listens for a round trip after it shows.</summary>
    protected async Task EscapeDialogAsync()
    {
        var dialog = Page.Locator(".mud-dialog");
        Assert.Equal(1, await dialog.CountAsync());
        for (int attempt = 0; attempt < 100 && await dialog.CountAsync() > 0; attempt++)
        {
            await Page.Keyboard.PressAsync("Escape");
            await Page.WaitForTimeoutAsync(100);
        }

        Assert.Equal(0, await dialog.CountAsync());
    }

    /// <summary>
    /// Waits for a page that the page goes to by itself, given as path and query. Asked in the browser: Playwright's own way looks
    /// at the address and then begins to listen, and what happens in between is missed.
    /// </summary>
    protected Task ArriveAtAsync(string address) =>
        Page.WaitForFunctionAsync("address => location.pathname + location.search === address", address);
}
