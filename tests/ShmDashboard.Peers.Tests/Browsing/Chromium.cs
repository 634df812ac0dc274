using Microsoft.Playwright;
using ShmDashboard.Peers.Tests.Programs;

namespace ShmDashboard.Peers.Tests.Browsing;

/// <summary>The one browser of all tests, started by the first that needs it.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private const string Program = "/usr/bin/chromium";

    private static readonly string[] s_arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--no-first-run",
    ];

    private readonly SemaphoreSlim _starting = new(1, 1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>A profile of its own, without cookies. English, at one device pixel a CSS pixel.</summary>
    public async Task<IBrowserContext> NewContextAsync()
    {
        Requirement.Program(Program, "chromium");
        await _starting.WaitAsync();
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            _browser ??= await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = s_arguments });
        }
        finally
        {
            _starting.Release();
        }

        return await _browser.NewContextAsync(new()
        {
            Locale = "en-GB",
            ViewportSize = new() { Width = 1280, Height = 800 },
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _starting.Dispose();
    }
}
