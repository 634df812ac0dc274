using ShmDashboard.Display;
using ShmDashboard.Display.Measuring;

double seconds = double.Parse(Environment.GetEnvironmentVariable("DISPLAY_SECONDS") ?? "8", System.Globalization.CultureInfo.InvariantCulture);
await using var browsing = await Browsing.StartAsync();
string[] names = [.. args.Where(name => name != "transport")];
if (args.Contains("transport"))
    await Runs.CompareTransportsAsync(browsing, seconds);
if (names.Length > 0 || args.Length == 0)
    await Runs.CompareViewersAsync(browsing, DisplayCase.All.Where(what => names.Length == 0 || names.Contains(what.Name)), seconds);
