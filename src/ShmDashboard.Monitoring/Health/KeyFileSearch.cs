using System.Collections.Immutable;
using System.Text;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;

namespace ShmDashboard.Monitoring.Health;

/// <summary>
/// Finds key files: where Qt puts them, in the root directory, where it puts them by mistake, and in the temporary
/// directories of programs whose segment has none.
/// </summary>
internal sealed class KeyFileSearch(MachinePaths paths)
{
    private const string LegacyPattern = "qipc_s*";
    private const int MaxOtherFiles = 256;
    private const int MaxForeignDirectories = 16;

    private readonly ImmutableArray<string> _directories = paths.KeyFiles ?? [QtNativeKey.TempPath(), "/tmp", "/"];
    private readonly string _runtimeDirectory = paths.RuntimeDirectory ?? QtNativeKey.RuntimePath();

    public (ImmutableArray<KeyFile> Files, ImmutableArray<string> Directories) Search(ImmutableArray<SegmentRow> rows)
    {
        var files = ImmutableArray.CreateBuilder<KeyFile>();
        var directories = ImmutableArray.CreateBuilder<string>();
        foreach (string directory in _directories.Concat(TheirDirectories(rows)).Append(_runtimeDirectory).Distinct())
        {
            if (Collect(directory, LegacyPattern, files))
                directories.Add(directory);
        }

        Collect(_runtimeDirectory, "*", files);
        return ([.. files.DistinctBy(file => file.Path)], directories.ToImmutable());
    }

    private static bool Collect(string directory, string pattern, ImmutableArray<KeyFile>.Builder files)
    {
        try
        {
            if (!Directory.Exists(directory))
                return false;
            int others = 0;
            foreach (string path in Directory.EnumerateFiles(directory, pattern))
            {
                bool legacy = QtKeyFile.TryParseName(Path.GetFileName(path.AsSpan()), out var purpose, out _, out _);
                if ((legacy || pattern != LegacyPattern && ++others <= MaxOtherFiles) && QtKeyFile.TryKeyOf(path) is { } key)
                    files.Add(new KeyFile(path, legacy ? purpose : null, key));
            }

            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It went away, or is not ours to list: then it was not looked in.
            return false;
        }
    }

    /// <summary>A program started with another TMPDIR has its key files there.</summary>
    private IEnumerable<string> TheirDirectories(ImmutableArray<SegmentRow> rows) => rows
        .Where(row => row is { Gone: false, Facts.Qt.KeyFile: QtKeyFileState.Missing })
        .SelectMany(row => row.Attached.Append(row.Facts.Creator ?? default))
        .Where(process => process.Alive).Select(process => process.Pid).Distinct().Take(MaxForeignDirectories)
        .Select(TemporaryDirectoryOf).OfType<string>().Distinct();

    private string? TemporaryDirectoryOf(int pid)
    {
        try
        {
            string? set = File.ReadAllText($"{paths.Processes}/{pid}/environ", Encoding.UTF8).Split('\0')
                .FirstOrDefault(variable => variable.StartsWith("TMPDIR=/", StringComparison.Ordinal));
            return set is null ? null : QtNativeKey.TempPath(set["TMPDIR=".Length..]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
