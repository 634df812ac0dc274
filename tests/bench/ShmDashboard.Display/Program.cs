using ShmDashboard.Display;
using ShmDashboard.Display.Measuring;

double seconds = double.Parse(Environment.GetEnvironmentVariable("DISPLAY_SECONDS") ?? "8", System.Globalization.CultureInfo.InvariantCulture);
await using var browsing = await Browsing.StartAsync();
string[] names = [.. args.Where(name => name is not ("transport" or "paint"))];
DisplayCase[] cases = [.. DisplayCase.All.Where(what => names.Length == 0 || names.Contains(what.Name))];
if (args.Contains("transport"))
    await Runs.CompareTransportsAsync(browsing, cases, seconds);
if (args.Contains("paint"))
    await Runs.ComparePaintsAsync(browsing, cases, seconds);
if (names.Length == args.Length)
    await Runs.CompareViewersAsync(browsing, cases, seconds);
