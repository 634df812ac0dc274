using ShmDashboard.Display;
using ShmDashboard.Display.Measuring;

double seconds = double.Parse(Environment.GetEnvironmentVariable("DISPLAY_SECONDS") ?? "8", System.Globalization.CultureInfo.InvariantCulture);
if (args is ["host", .. var which])
{
    await HostLoad.MeasureAsync(seconds, which);
    return;
}

if (args is ["endure", var minutes, var name])
{
    await Runs.EndureAsync(DisplayCase.All.Where(what => what.Name == name), TimeSpan.FromMinutes(double.Parse(minutes, System.Globalization.CultureInfo.InvariantCulture)));
    return;
}

await using var browsing = await Browsing.StartAsync();
string[] names = [.. args.Where(name => name is not ("transport" or "paint"))];
DisplayCase[] cases = [.. DisplayCase.All.Where(what => names.Length == 0 || names.Contains(what.Name))];
if (args.Contains("transport"))
    await Runs.CompareTransportsAsync(browsing, cases, seconds);
if (args.Contains("paint"))
    await Runs.ComparePaintsAsync(browsing, cases, seconds);
if (names.Length == args.Length)
    await Runs.CompareViewersAsync(browsing, cases, seconds);
