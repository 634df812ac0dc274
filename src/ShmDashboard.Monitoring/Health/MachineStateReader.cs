using System.Collections.Immutable;
using System.Globalization;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Room;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Health;

/// <summary>
/// Reads what a <see cref="HealthExaminer"/> judges by, apart from the rows: kernel text and directories. Attaches to
/// nothing, locks nothing, changes nothing. What cannot be read is left out. Thread-safe: calls wait for each other.
/// </summary>
public sealed class MachineStateReader
{
    private readonly Lock _gate = new();
    private readonly MachinePaths _paths;
    private readonly TimeProvider _time;
    private readonly KeyFileSearch _keyFiles;
    private readonly SemaphoreFiles _semaphores;
    private readonly SegmentMemory _memory = new(Environment.ProcessId);

    /// <param name="catalog">Finds who has what mapped.</param>
    /// <param name="time">The clock.</param>
    /// <param name="paths">Where to read; null: the usual places.</param>
    public MachineStateReader(SegmentCatalog catalog, TimeProvider time, MachinePaths? paths = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(time);
        _paths = paths ?? new MachinePaths();
        _time = time;
        _keyFiles = new KeyFileSearch(_paths);
        _semaphores = new SemaphoreFiles(catalog, _paths, time);
    }

    /// <summary>Remembers what will be needed when it is gone: names and locks of the segments.</summary>
    public void Remember(SegmentList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        lock (_gate)
            _memory.Remember(list.Rows);
    }

    /// <summary>The machine now, around the segments of a list.</summary>
    /// <param name="list">The segments.</param>
    /// <param name="verdicts">How far their contents could be believed.</param>
    public MachineState Read(SegmentList list, ImmutableDictionary<SegmentId, VerdictTally> verdicts)
    {
        ArgumentNullException.ThrowIfNull(list);
        lock (_gate)
        {
            var sets = SemaphoreSets();
            var (keyFiles, directories) = _keyFiles.Search(list.Rows);
            _memory.Remember(list.Rows);
            return new MachineState
            {
                NowUtc = _time.GetUtcNow(),
                Rows = list.Rows,
                UnreadableProcesses = list.UnreadableProcesses,
                User = User(),
                SemaphoreSets = sets,
                KeyFiles = keyFiles,
                KeyFileDirectories = directories,
                LockSuccessions = _memory.Successions(list.Rows, sets),
                FormerNames = _memory.FormerNames(list.Rows),
                EarlierDetaches = _memory.Detaches(list.Rows),
                DashboardPid = Environment.ProcessId,
                HeldSemaphores = _semaphores.Search(),
                Verdicts = verdicts,
                SharedMemory = SharedMemory(),
                Limits = SystemVLimits.Read(_paths.KernelSettings),
                RemoveIpc = LogindSettings.Read(_paths),
                TemporaryDirectory = new TemporaryDirectory(
                    _paths.TemporaryDirectory, Directory.Exists(_paths.TemporaryDirectory)),
            };
        }
    }

    private ImmutableArray<SemaphoreSetRow> SemaphoreSets()
    {
        var sets = ImmutableArray.CreateBuilder<SemaphoreSetRow>();
        foreach (string line in Lines(_paths.SemaphoreSets))
        {
            if (SemaphoreSetRow.TryParse(line, out var row))
                sets.Add(row);
        }

        return [.. sets.OrderBy(set => set.Id)];
    }

    private FileSystemUsage? SharedMemory()
    {
        try
        {
            var drive = new DriveInfo(_paths.SharedMemory);
            return new FileSystemUsage(_paths.SharedMemory, drive.TotalSize, drive.AvailableFreeSpace);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private UserAccount User()
    {
        // "Uid:" real, effective, saved, file system (proc_pid_status(5)).
        string[]? fields = Lines($"{_paths.Processes}/self/status")
            .FirstOrDefault(line => line.StartsWith("Uid:", StringComparison.Ordinal))?.Split('\t');
        return fields is [_, _, var effective, ..] &&
            uint.TryParse(effective, NumberStyles.None, CultureInfo.InvariantCulture, out uint uid)
            ? new UserAccount(uid, Environment.UserName)
            : new UserAccount(0, Environment.UserName);
    }

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
