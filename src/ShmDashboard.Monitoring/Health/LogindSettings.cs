using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Monitoring.Health;

/// <summary>
/// Reads RemoveIPC= as systemd-logind does (logind.conf(5), "Configuration directories and precedence"): the main file,
/// then the additions in order of file name; the last word counts.
/// </summary>
internal static class LogindSettings
{
    public static RemoveIpcSetting? Read(MachinePaths paths)
    {
        // The directory outlives the service, and is there where it was never started.
        if (!Directory.Exists(paths.LogindPresence) || !IsRunning(paths.Processes))
            return null;
        var setting = new RemoveIpcSetting(true, "default");
        foreach (string file in Files(paths))
        {
            try
            {
                foreach (string line in File.ReadLines(file))
                {
                    // The shipped file shows in a comment what was compiled in.
                    if (TryParse(line, out bool value))
                        setting = new RemoveIpcSetting(value, file);
                    else if (setting.Source == "default" && TryParse(line.TrimStart('#'), out bool builtIn))
                        setting = new RemoveIpcSetting(builtIn, "default");
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Gone meanwhile, or not ours to read: the others still count.
            }
        }

        return setting;
    }

    internal static bool TryParse(ReadOnlySpan<char> line, out bool value)
    {
        value = false;
        int equals = line.IndexOf('=');
        if (equals < 0 || !line[..equals].Trim().Equals("RemoveIPC", StringComparison.Ordinal))
            return false;
        // parse_boolean() of systemd.
        switch (line[(equals + 1)..].Trim().ToString().ToUpperInvariant())
        {
            case "1" or "YES" or "Y" or "TRUE" or "T" or "ON":
                value = true;
                return true;
            case "0" or "NO" or "N" or "FALSE" or "F" or "OFF":
                return true;
            default:
                return false;
        }
    }

    private static bool IsRunning(string processes) =>
        ProcessListing.Pids(processes).Any(pid => ProcessListing.NameOf(pid, processes) == "systemd-logind");

    private static IEnumerable<string> Files(MachinePaths paths)
    {
        ImmutableArray<string> main = [.. paths.LogindFiles.Where(File.Exists).Take(1)];
        return main.Concat(paths.LogindAdditions.SelectMany(Additions)
            .DistinctBy(Path.GetFileName).OrderBy(Path.GetFileName, StringComparer.Ordinal));
    }

    private static string[] Additions(string directory)
    {
        try
        {
            return Directory.Exists(directory) ? Directory.GetFiles(directory, "*.conf") : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
