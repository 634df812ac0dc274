using System.Collections.Immutable;
using System.Globalization;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>
/// What this dashboard holds, kept in a file so that after a kill -9 the next start can say what was left: the kernel does
/// not record who made a POSIX segment. One file a process, in the user's state directory
/// (<c>$XDG_STATE_HOME/shmdashboard</c>, else <c>~/.local/state/shmdashboard</c>); one id a line, percent-encoded.
/// </summary>
internal sealed class HoldJournal(ProcessDirectory processes)
{
    private const string Extension = ".held";

    private static readonly string s_directory = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state
            ? state
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state"),
        "shmdashboard");

    /// <summary>Replaces the record of what is held; nothing held leaves no file. A convenience: failing is not fatal.</summary>
    public static void Write(IEnumerable<SegmentId> held)
    {
        string path = Path.Combine(s_directory, Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + Extension);
        string[] lines = [.. held.Select(id => Uri.EscapeDataString(id.ToString()))];
        try
        {
            if (lines.Length == 0)
            {
                File.Delete(path);
                return;
            }

            Directory.CreateDirectory(s_directory);
            // Killed in the middle of writing, there is the old record or the new one.
            File.WriteAllLines(path + ".new", lines);
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A read-only home, say. What is held is still shown and released; only the note for the next start is missing.
        }
    }

    /// <summary>What dashboards that are gone had held, and forgets it.</summary>
    public ImmutableArray<SegmentId> TakeLeftovers()
    {
        var left = ImmutableArray.CreateBuilder<SegmentId>();
        try
        {
            if (!Directory.Exists(s_directory))
                return [];
            foreach (string path in Directory.EnumerateFiles(s_directory, "*" + Extension))
            {
                if (!int.TryParse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture, out int pid) ||
                    processes.Look(pid, File.GetLastWriteTimeUtc(path)).Alive)
                    continue;
                foreach (string line in File.ReadLines(path).Take(1000))
                {
                    if (SegmentId.TryParse(Uri.UnescapeDataString(line), out var id, out _))
                        left.Add(id);
                }

                File.Delete(path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // As above.
        }

        return left.ToImmutable();
    }
}
