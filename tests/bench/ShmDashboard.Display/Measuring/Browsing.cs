using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using ShmDashboard.Display.Programs;

namespace ShmDashboard.Display.Measuring;

/// <summary>A page in Chromium, looked at frame by frame.</summary>
internal sealed class Browsing(DebuggedBrowser browser) : IAsyncDisposable
{
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(4);

    public static async Task<Browsing> StartAsync() =>
        new(await DebuggedBrowser.StartAsync(listens: Environment.GetEnvironmentVariable("DISPLAY_NETWORK") is "1"));

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
        await using var page = await browser.OpenAsync(1280, 860);
        foreach (string address in addresses)
            await page.GoToAsync(address);
        await page.WaitAsync($"document.querySelector({JsonSerializer.Serialize(selector)}) !== null");
        await Task.Delay(s_settling, TimeProvider.System);

        // Idle is measured by itself: the clock below costs the page's thread something.
        await page.AskAsync("Performance.enable", new { });
        double idle = 1 - (await BusyAsync(page, seconds / 3) / (seconds / 3));

        await page.EvaluateAsync($"({Resource("page-clock.js")})({JsonSerializer.Serialize(selector)})");
        var cpu = ProcessorTime.Of(hostPid);
        long started = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
        double elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        cpu = ProcessorTime.Of(hostPid) - cpu;
        var seen = await page.EvaluateAsync("(displayClock.running = false, displayClock.seen)");
        if (Environment.GetEnvironmentVariable("DISPLAY_TIMES") is not null)
            await TellTimesAsync(page);
        return Measurement.Of(
            producer.WriteEnds(), seen.Deserialize<double[][]>()!, what.Cycle, what.Count, elapsed, idle, cpu.TotalSeconds / elapsed);
    }

    public ValueTask DisposeAsync() => browser.DisposeAsync();

    // What the page itself says of the steps.
    private static async Task TellTimesAsync(DebuggedPage page)
    {
        if ((await page.EvaluateAsync("document.querySelector('[data-do=times]')?.click() !== undefined || document.querySelector('[data-do=times]') !== null"))
            .ValueKind != JsonValueKind.True)
            return;
        await Task.Delay(s_settling, TimeProvider.System);
        Console.WriteLine(await page.EvaluateAsync("document.querySelector('[data-times]')?.innerText"));
    }

    private static async Task<double> BusyAsync(DebuggedPage page, double seconds)
    {
        double before = await TaskSecondsAsync(page);
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
        return await TaskSecondsAsync(page) - before;
    }

    private static async Task<double> TaskSecondsAsync(DebuggedPage page)
    {
        var metrics = await page.AskAsync("Performance.getMetrics", new { });
        return metrics.GetProperty("metrics").EnumerateArray()
            .Single(metric => metric.GetProperty("name").GetString() == "TaskDuration").GetProperty("value").GetDouble();
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
