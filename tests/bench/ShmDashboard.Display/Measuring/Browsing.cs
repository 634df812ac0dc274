using System.Reflection;
using Microsoft.Playwright;
using ShmDashboard.Display.Programs;

namespace ShmDashboard.Display.Measuring;

/// <summary>A page in Chromium, looked at frame by frame.</summary>
internal sealed class Browsing : IAsyncDisposable
{
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(4);

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browsing(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    public static async Task<Browsing> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        });
        return new Browsing(playwright, browser);
    }

    /// <summary>Opens the addresses one after the other and measures what the last one shows.</summary>
    /// <param name="addresses">Where to go.</param>
    /// <param name="selector">The canvases (or images).</param>
    /// <param name="producer">Who writes what they show.</param>
    /// <param name="what">The case.</param>
    /// <param name="hostPid">Whose processor time counts as the host's.</param>
    /// <param name="seconds">How long.</param>
    public async Task<Measurement> MeasureAsync(
        IEnumerable<string> addresses, string selector, Producer producer, DisplayCase what, int hostPid, double seconds)
    {
        await using var context = await _browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 860 } });
        var page = await context.NewPageAsync();
        page.Console += (_, message) => { if (message.Type is "error") Console.Error.WriteLine("page: " + message.Text); };
        page.PageError += (_, error) => Console.Error.WriteLine("page: " + error);
        foreach (string address in addresses)
            await page.GotoAsync(address);
        await page.WaitForSelectorAsync(selector, new() { State = WaitForSelectorState.Attached });
        await Task.Delay(s_settling, TimeProvider.System);

        // Idle is measured by itself: the clock below costs the page's thread something.
        var session = await context.NewCDPSessionAsync(page);
        await session.SendAsync("Performance.enable");
        double idle = 1 - ((await BusyAsync(session, seconds / 2)) / (seconds / 2));

        await page.EvaluateAsync(Resource("page-clock.js"), selector);
        var cpu = ProcessorTime.Of(hostPid);
        long started = System.Diagnostics.Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
        double elapsed = System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds;
        cpu = ProcessorTime.Of(hostPid) - cpu;
        double[][] seen = await page.EvaluateAsync<double[][]>("() => (displayClock.running = false, displayClock.seen)");
        if (Environment.GetEnvironmentVariable("DISPLAY_TIMES") is not null && await page.QuerySelectorAsync("[data-do=times]") is { } times)
        {
            await times.ClickAsync();
            await Task.Delay(s_settling, TimeProvider.System);
            Console.WriteLine(await page.InnerTextAsync("[data-times]"));
        }

        if (Environment.GetEnvironmentVariable("DISPLAY_SHOT") is { } shot)
            await page.ScreenshotAsync(new() { Path = shot });
        return Measurement.Of(producer.WriteEnds(), seen, what.Cycle, what.Count, elapsed, idle, cpu.TotalSeconds / elapsed);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static async Task<double> BusyAsync(ICDPSession session, double seconds)
    {
        double before = await TaskSecondsAsync(session);
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
        return await TaskSecondsAsync(session) - before;
    }

    private static async Task<double> TaskSecondsAsync(ICDPSession session)
    {
        var metrics = await session.SendAsync("Performance.getMetrics");
        return metrics!.Value.GetProperty("metrics").EnumerateArray()
            .Single(metric => metric.GetProperty("name").GetString() == "TaskDuration").GetProperty("value").GetDouble();
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
