using Microsoft.Playwright;
using ShmDashboard.Peers.Tests.Machine;
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

    // Started by root it would take a better place on the cores than any other program has (nice -8), as no user's browser may.
    private const string Launcher = "#!/bin/sh\nexec setpriv --bounding-set=-sys_nice " + Program + " \"$@\"\n";

    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly string _launcher = Path.Combine(Path.GetTempPath(), "shmdashboard-chromium-" + Guid.NewGuid().ToString("N"));
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
            _browser ??= await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = OrdinaryUser.IsAnother ? WriteLauncher() : Program, Args = s_arguments });
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
        File.Delete(_launcher);
    }

    private string WriteLauncher()
    {
        File.WriteAllText(_launcher, Launcher);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_launcher, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return _launcher;
    }
}
