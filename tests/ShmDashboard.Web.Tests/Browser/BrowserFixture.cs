using Microsoft.Playwright;
using ShmDashboard.Web.Tests.Browser;

[assembly: AssemblyFixture(typeof(BrowserFixture))]

namespace ShmDashboard.Web.Tests.Browser;

/// <summary>One Chromium for all browser tests. Tests that need it are skipped where there is none.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    // The shell is the same engine without what is around a page, which costs the processor two seconds for each page that is opened.
    private static readonly string? s_chromium = ((string[])["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"]).FirstOrDefault(File.Exists);

    private IPlaywright? _playwright;

    public IBrowser? Browser { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (s_chromium is null) return;
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = s_chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null) await Browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
