using System.Globalization;
using ShmDashboard.Display.Programs;

namespace ShmDashboard.Display.Measuring;

/// <summary>
/// Whether anything grows while a picture is watched for long: the host's memory, the page's and the frames that come, of the first
/// sixth of the time and of the last.
/// </summary>
internal static class Endurance
{
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(5);

    /// <summary>Watches, and prints what was found.</summary>
    /// <param name="browser">Where the page is opened.</param>
    /// <param name="what">What is watched.</param>
    /// <param name="duration">For how long.</param>
    public static async Task MeasureAsync(DebuggedBrowser browser, DisplayCase what, TimeSpan duration)
    {
        await using var producer = await Producer.StartAsync(what);
        await using var dashboard = await Dashboard.StartAsync();
        await using var page = await browser.OpenAsync(1280, 860);
        await page.GoToAsync(dashboard.Login.ToString());
        await page.GoToAsync($"{dashboard.Root}/segment/{Uri.EscapeDataString(producer.Ids[0])}");
        await page.WaitAsync("document.querySelector('[data-stage] canvas') !== null");
        await page.AskAsync("Performance.enable", new { });
        var samples = new List<Sample>();
        using var timer = new PeriodicTimer(s_between, TimeProvider.System);
        long started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < duration && await timer.WaitForNextTickAsync())
            samples.Add(await LookAsync(page, dashboard, browser));

        int part = Math.Clamp(samples.Count / 6, 2, samples.Count);
        var (first, last) = (Sample.Of(samples[..part]), Sample.Of(samples[^part..]));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what.Name}, {duration.TotalMinutes:0.#} minutes: medians of the first and of the last {part * s_between.TotalMinutes:0.#} minutes."));
        Console.WriteLine("\n| | first | last |\n|---|---|---|");
        Tell("host, resident", first.HostMegabytes, last.HostMegabytes);
        Tell("host, managed heap and everything else of its own", first.HostOwnMegabytes, last.HostOwnMegabytes);
        Tell("browser, all its processes, resident", first.BrowserMegabytes, last.BrowserMegabytes);
        Tell("page, JavaScript heap", first.PageMegabytes, last.PageMegabytes);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| host, core | {first.HostCore:0.0} % | {last.HostCore:0.0} % |"));
        string? problem = (await page.EvaluateAsync("document.querySelector('[role=alert], .mud-alert')?.innerText ?? null")).GetString();
        Console.WriteLine(problem is null ? "\nNothing was wrong on the page at the end." : $"\nOn the page at the end: {problem}");

        static void Tell(string name, double first, double last) =>
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {first:0.0} MiB | {last:0.0} MiB |"));
    }

    private static async Task<Sample> LookAsync(DebuggedPage page, Dashboard dashboard, DebuggedBrowser browser)
    {
        var metrics = await page.AskAsync("Performance.getMetrics", new { });
        double heap = metrics.GetProperty("metrics").EnumerateArray()
            .Single(metric => metric.GetProperty("name").GetString() == "JSHeapUsedSize").GetProperty("value").GetDouble() / (1 << 20);
        var (resident, own) = ProcessMemory.Of(dashboard.Pid);
        return new Sample(resident, own, ProcessMemory.OfTree(browser.Pid), heap, ProcessorTime.Of(dashboard.Pid), TimeProvider.System.GetTimestamp());
    }

    private readonly record struct Sample(
        double HostMegabytes, double HostOwnMegabytes, double BrowserMegabytes, double PageMegabytes, TimeSpan HostTime, long At)
    {
        public double HostCore { get; private init; }

        public static Sample Of(List<Sample> samples) => new(
            Median(samples.Select(sample => sample.HostMegabytes)), Median(samples.Select(sample => sample.HostOwnMegabytes)),
            Median(samples.Select(sample => sample.BrowserMegabytes)), Median(samples.Select(sample => sample.PageMegabytes)), default, 0)
        {
            HostCore = 100 * (samples[^1].HostTime - samples[0].HostTime) / TimeProvider.System.GetElapsedTime(samples[0].At, samples[^1].At),
        };

        private static double Median(IEnumerable<double> values)
        {
            double[] sorted = [.. values.Order()];
            return sorted[sorted.Length / 2];
        }
    }
}
