using ShmDashboard.Display.Baselines;
using ShmDashboard.Display.Measuring;
using ShmDashboard.Display.Programs;

double seconds = double.Parse(Environment.GetEnvironmentVariable("DISPLAY_SECONDS") ?? "8", System.Globalization.CultureInfo.InvariantCulture);
await using var browsing = await Browsing.StartAsync();
Console.WriteLine("| case | shown by | painted/s | median ms | 95 % ms | main thread idle | host's core |");
Console.WriteLine("|---|---|---|---|---|---|---|");
foreach (var what in DisplayCase.All.Where(what => args.Length == 0 || args.Contains(what.Name)))
{
    await using var producer = await Producer.StartAsync(what);
    if (what is { Count: 1, Kind: "posix" })
    {
        await using var baselines = await BaselineHost.StartAsync(producer);
        string query = what.Content == "png" ? "" : $"?raw=1&width={what.Width}&height={what.Height}";
        var bare = await browsing.MeasureAsync([$"{baselines.Root}/bare.html{query}"], "canvas", producer, what, Environment.ProcessId, seconds);
        Console.WriteLine(bare.ToRow(what.Name, "(c) plain WebSocket"));
    }

    await using var dashboard = await Dashboard.StartAsync();
    string id = Uri.EscapeDataString($"{(what.Kind == "qt" ? "qt" : "posix")}:{producer.Name}");
    string path = what.Count > 1 ? "/?view=wall" : $"/segment/{id}";
    string selector = what.Count > 1 ? "canvas[data-segment]" : "[data-stage] canvas";
    var shown = await browsing.MeasureAsync([dashboard.Login.ToString(), dashboard.Root + path], selector, producer, what, dashboard.Pid, seconds);
    Console.WriteLine(shown.ToRow(what.Name, "dashboard"));
}
