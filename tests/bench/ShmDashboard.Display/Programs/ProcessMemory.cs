using System.Globalization;

namespace ShmDashboard.Display.Programs;

/// <summary>Memory of processes, in MiB, out of <c>/proc</c>.</summary>
internal static class ProcessMemory
{
    /// <summary>Resident, and how much of that is no file's and nobody else's.</summary>
    public static (double Resident, double Own) Of(int pid)
    {
        string[] lines = File.ReadAllLines($"/proc/{pid}/status");
        return (Field(lines, "VmRSS:"), Field(lines, "RssAnon:"));
    }

    /// <summary>Resident, of a process and all its descendants together; what they share counts for each.</summary>
    public static double OfTree(int pid)
    {
        var parents = new Dictionary<int, int>();
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out int known))
                continue;
            try
            {
                string stat = File.ReadAllText(directory + "/stat");
                parents[known] = int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // It has ended meanwhile.
            }
        }

        return parents.Keys.Where(known => IsBelow(known, pid)).Sum(known => File.Exists($"/proc/{known}/status") ? Of(known).Resident : 0);

        bool IsBelow(int known, int root)
        {
            while (known != root)
            {
                if (!parents.TryGetValue(known, out known))
                    return false;
            }

            return true;
        }
    }

    private static double Field(string[] lines, string name) => Array.Find(lines, line => line.StartsWith(name, StringComparison.Ordinal)) is { } found
        ? double.Parse(found.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^2], CultureInfo.InvariantCulture) / 1024 : 0;
}
