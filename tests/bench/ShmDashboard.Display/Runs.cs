using ShmDashboard.Display.Baselines;
using ShmDashboard.Display.Measuring;
using ShmDashboard.Display.Programs;

namespace ShmDashboard.Display;

/// <summary>The tables.</summary>
internal static class Runs
{
    private const string Head =
        "| case | shown by | painted/s | median ms | 95 % ms | main thread idle | host's core |\n|---|---|---|---|---|---|---|";

    private static readonly string[] s_paints = ["page", "transferred", "bitmap", "drawn"];
    private static readonly string[] s_ways = ["socket", "stream", "fetch", "hub-msgpack", "hub-json"];

    /// <summary>The dashboard beside what it is compared with, in one run for each case.</summary>
    public static async Task CompareViewersAsync(Browsing browsing, IEnumerable<DisplayCase> cases, double seconds)
    {
        Console.WriteLine(Head);
        foreach (var what in cases)
        {
            await using var producer = await Producer.StartAsync(what);
            if (what is { Count: 1, Kind: "posix" } && Environment.GetEnvironmentVariable("DISPLAY_ALONE") is null)
                await MeasureBaselinesAsync(browsing, what, producer, seconds);

            await using var dashboard = await Dashboard.StartAsync();
            string id = Uri.EscapeDataString(producer.Ids[0]);
            string path = what.Count > 1 ? "/?view=wall" : $"/segment/{id}";
            string selector = what.Count > 1 ? "canvas[data-segment]" : "[data-stage] canvas";
            var shown = await browsing.MeasureAsync(
                [dashboard.Login.ToString(), dashboard.Root + path], selector, producer, what, dashboard.Pid, seconds);
            Console.WriteLine(shown.ToRow(what.Name, "**dashboard**"));
        }
    }

    /// <summary>The same bytes, decoded and painted in the same way, brought by each of the ways there are.</summary>
    public static async Task CompareTransportsAsync(Browsing browsing, IEnumerable<DisplayCase> cases, double seconds)
    {
        Console.WriteLine(Head.Replace("shown by", "brought by", StringComparison.Ordinal));
        foreach (var what in cases.Where(what => what is { Count: 1, Kind: "posix" }))
        {
            await using var producer = await Producer.StartAsync(what);
            await using var baselines = await BaselineHost.StartAsync(producer);
            foreach (string way in s_ways)
            {
                var shown = await browsing.MeasureAsync(
                    [$"{baselines.Root}/bare.html?way={way}{QueryOf(what)}"], "canvas", producer, what, Environment.ProcessId, seconds);
                Console.WriteLine(shown.ToRow(what.Name, way));
            }
        }
    }

    /// <summary>The same bytes from the same socket, brought onto the page by each of the ways there are.</summary>
    public static async Task ComparePaintsAsync(Browsing browsing, IEnumerable<DisplayCase> cases, double seconds)
    {
        Console.WriteLine(Head.Replace("shown by", "painted by", StringComparison.Ordinal));
        foreach (var what in cases)
        {
            await using var producer = await Producer.StartAsync(what);
            await using var baselines = await BaselineHost.StartAsync(producer);
            foreach (string paint in s_paints.Append(what.Content == "png" ? "decoder" : "bytes"))
            {
                var shown = await browsing.MeasureAsync(
                    [$"{baselines.Root}/bare.html?paint={paint}{QueryOf(what)}"], "canvas", producer, what, Environment.ProcessId, seconds);
                Console.WriteLine(shown.ToRow(what.Name, paint));
            }
        }
    }

    /// <summary>Whether anything grows in so long a time.</summary>
    public static async Task EndureAsync(IEnumerable<DisplayCase> cases, TimeSpan duration)
    {
        await using var browser = await DebuggedBrowser.StartAsync(listens: false);
        foreach (var what in cases)
            await Endurance.MeasureAsync(browser, what, duration);
    }

    private static async Task MeasureBaselinesAsync(Browsing browsing, DisplayCase what, Producer producer, double seconds)
    {
        await using var baselines = await BaselineHost.StartAsync(producer);
        int self = Environment.ProcessId;
        if (what.Content == "png")
        {
            var first = await browsing.MeasureAsync([baselines.Root + "/data-url"], "img", producer, what, self, seconds);
            Console.WriteLine(first.ToRow(what.Name, "(a) `<img src=\"data:…\">` rendered by Blazor"));
            if (await NativeViewer.MeasureAsync(producer, what, seconds) is { } native)
                Console.WriteLine(native.ToRow(what.Name, "(b) a Qt window under Xvfb"));
        }

        var bare = await browsing.MeasureAsync(
            [$"{baselines.Root}/bare.html?way=socket{QueryOf(what)}"], "canvas", producer, what, self, seconds);
        Console.WriteLine(bare.ToRow(what.Name, "(c) a page with a plain WebSocket"));
    }

    private static string QueryOf(DisplayCase what) => what.Content == "png"
        ? ""
        : $"&raw=1&width={what.Width}&height={what.Height}&{(what.Content == "bgr" ? "channels=3&offset=32" : "channels=4&offset=8")}";
}
