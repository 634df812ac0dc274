using System.Diagnostics;
using System.Globalization;
using ShmDashboard.Display.Programs;

namespace ShmDashboard.Display.Measuring;

/// <summary>Share of a core that the host takes for watching, with a viewer that throws the pixels away, and with none.</summary>
internal static class HostLoad
{
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(8), s_compiling = TimeSpan.FromSeconds(60), s_look = TimeSpan.FromSeconds(3);

    /// <summary>What the runtime compiles in the first half minute is done once, and is not what watching costs for hours.</summary>
    private const double CompilingShare = 0.002;

    private static readonly (DisplayCase Case, int Watched, int Width, int Height)[] s_cases =
    [
        (new("png-16", "posix", "png", 16, 16, 1), 0, 0, 0),
        (new("rgba-1080", "posix", "rgba", 1920, 1080, 60), 1, 680, 680),
        (new("bgr-1080", "posix", "bgr", 1920, 1080, 60), 1, 680, 680),
        (new("rgba-1080", "sysv", "rgba", 1920, 1080, 60), 1, 680, 680),
        (new("rgba-1080", "qt", "rgba", 1920, 1080, 60), 1, 680, 680),
        (new("rgba-1080", "posix", "rgba", 1920, 1080, 60, Count: 4), 4, 340, 340),
        (new("png-256", "posix", "png", 256, 256, 30, Noise: 12), 1, 256, 256),
        (new("png-256", "posix", "png", 256, 256, 30, Noise: 12, Count: 4), 4, 256, 256),
        (new("png-256", "posix", "png", 256, 256, 30, Noise: 12, Count: 16), 16, 256, 256),
        (new("rgba-256", "posix", "rgba", 256, 256, 30, Count: 16), 16, 256, 256),
        (new("png-256", "posix", "png", 256, 256, 30, Noise: 12, Count: 200), 0, 0, 0),
        (new("png-256", "posix", "png", 256, 256, 0.01, Noise: 12, Count: 200), 0, 0, 0),
    ];

    /// <summary>The table.</summary>
    /// <param name="seconds">How long each is looked at.</param>
    /// <param name="names">Which pictures; none: all.</param>
    public static async Task MeasureAsync(double seconds, string[] names)
    {
        Console.WriteLine("| segments | kind | written/s | watched | frames/s | MB/s | user | system | host's core |\n|---|---|---|---|---|---|---|---|---|");
        foreach (var (what, watched, width, height) in s_cases.Where(known => names.Length == 0 || names.Contains($"{known.Case.Kind}-{known.Case.Name}-{known.Watched}")))
        {
            await using var producer = await Producer.StartAsync(what);
            await using var dashboard = await Dashboard.StartAsync();
            await using var viewer = watched > 0
                ? await CountingViewer.StartAsync(new Uri(dashboard.Root), Dashboard.Token, [.. producer.Ids.Take(watched)], width, height) : null;
            await Task.Delay(s_settling, TimeProvider.System);
            await UntilCompiledAsync(dashboard.Pid);
            var (user, system) = TimesOf(dashboard.Pid);
            long frames = viewer?.Frames ?? 0, bytes = viewer?.Bytes ?? 0, started = Stopwatch.GetTimestamp();
            await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
            double elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var (userAfter, systemAfter) = TimesOf(dashboard.Pid);
            double ofUser = 100 * (userAfter - user).TotalSeconds / elapsed, ofSystem = 100 * (systemAfter - system).TotalSeconds / elapsed;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {what.Count} x {what.Name} | {what.Kind} | {what.Rate:0.##} | {watched} | {((viewer?.Frames ?? 0) - frames) / elapsed:0.0} | " +
                $"{((viewer?.Bytes ?? 0) - bytes) / elapsed / 1e6:0.0} | {ofUser:0.0} % | {ofSystem:0.0} % | **{ofUser + ofSystem:0.0} %** |"));
        }
    }

    private static async Task UntilCompiledAsync(int pid)
    {
        long started = Stopwatch.GetTimestamp();
        var before = CompilingOf(pid);
        while (Stopwatch.GetElapsedTime(started) < s_compiling)
        {
            await Task.Delay(s_look, TimeProvider.System);
            var after = CompilingOf(pid);
            if (after - before < CompilingShare * s_look)
                return;

            before = after;
        }
    }

    /// <summary>Processor time of the thread that compiles in the background.</summary>
    private static TimeSpan CompilingOf(int pid)
    {
        foreach (string thread in Directory.EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/task")))
        {
            if (File.ReadAllText(thread + "/comm").StartsWith(".NET Tiered", StringComparison.Ordinal))
                return TimeSpan.FromMicroseconds(long.Parse(File.ReadAllText(thread + "/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1000d);
        }

        return TimeSpan.Zero;
    }

    private static (TimeSpan User, TimeSpan System) TimesOf(int pid)
    {
        using var process = Process.GetProcessById(pid);
        return (process.UserProcessorTime, process.PrivilegedProcessorTime);
    }
}
