using System.Diagnostics;
using System.Globalization;
using ShmDashboard.Display.Measuring;

namespace ShmDashboard.Display.Programs;

/// <summary>The native window; see viewer.py.</summary>
internal static class NativeViewer
{
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(3);

    /// <summary>Measures it; null where there is no virtual display.</summary>
    public static async Task<Measurement?> MeasureAsync(Producer producer, DisplayCase what, double seconds)
    {
        if (!File.Exists("/usr/bin/xvfb-run"))
            return null;
        string log = Path.GetTempFileName();
        using var process = Process.Start(new ProcessStartInfo("setsid",
        [
            "xvfb-run", "-a", "/usr/bin/python3", Path.Combine(AppContext.BaseDirectory, "viewer.py"), producer.Name,
            producer.PayloadBytes.ToString(CultureInfo.InvariantCulture), log,
        ]))!;
        await Task.Delay(s_settling, TimeProvider.System);
        int before = (await File.ReadAllLinesAsync(log)).Length;
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
        string[] lines = await File.ReadAllLinesAsync(log);
        // The whole session that was started above: the display, the shell and the window.
        Process.Start("kill", ["-TERM", "--", "-" + process.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();
        await process.WaitForExitAsync();
        File.Delete(log);
        var seen = lines.Skip(before).Select(line => line.Split(' '))
            .Select(parts => new[] { 0, double.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture) });
        return Measurement.Of(producer.WriteEnds(), seen, what.Cycle, 1, seconds, double.NaN, double.NaN);
    }
}
