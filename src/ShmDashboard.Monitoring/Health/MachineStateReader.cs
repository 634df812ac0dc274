using System.Collections.Immutable;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;
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
    private readonly SegmentCatalog _catalog;
    private readonly PosixSemaphoreCatalog _semaphores;
    private readonly Dictionary<string, DateTimeOffset> _allWaitSince = new(StringComparer.Ordinal);
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
        _catalog = catalog;
        _semaphores = new PosixSemaphoreCatalog(catalog.Processes, _paths.SharedMemory);
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
            var now = _time.GetUtcNow();
            var sets = SemaphoreSetTable.Read(_paths.SemaphoreSets).Rows;
            var (keyFiles, directories) = _catalog.FindKeyFiles();
            var semaphores = _semaphores.Sweep([.. list.Rows.Where(row => !row.Gone).Select(row => row.Facts)], AttachmentsFor);
            _memory.Remember(list.Rows);
            return new MachineState
            {
                NowUtc = now,
                Rows = list.Rows,
                UnnamedWithLocks = list.UnnamedWithLocks,
                UnreadableProcesses = list.UnreadableProcesses,
                Unseen = Unseen(list),
                User = new UserAccount(SegmentPermissions.OurUid, Environment.UserName),
                SemaphoreSets = sets,
                KeyFiles = keyFiles,
                KeyFileDirectories = directories,
                LockSuccessions = _memory.Successions(list.Rows, sets),
                FormerNames = _memory.FormerNames(list.Rows),
                EarlierDetaches = _memory.Detaches(list.Rows),
                LastMapped = _memory.LastMapped(list.Rows, now),
                DashboardPid = Environment.ProcessId,
                Semaphores = semaphores,
                AllWaitSince = AllWaitSince(semaphores, now),
                Unlisted = UnlistedNames.Read(_paths.SharedMemory),
                LostFiles = _memory.LostFiles(list.Rows, _catalog.LastAttachments.Unnamed, now),
                Verdicts = verdicts,
                SharedMemory = SharedMemory(),
                Limits = SystemVLimits.Read(_paths.KernelSettings),
                RemoveIpc = LogindSettings.Read(_paths),
                TemporaryDirectory = new TemporaryDirectory(
                    _paths.TemporaryDirectory, Directory.Exists(_paths.TemporaryDirectory)),
            };
        }
    }

    // Who has one at 0 must be known as of now. Of the others any scan will do that the list was made with.
    private AttachmentMap AttachmentsFor(bool anyHeld) =>
        anyHeld || _time.GetUtcNow() - _catalog.LastAttachments.ScannedUtc > HealthLimits.MappingsSettled
            ? _catalog.ScanAttachments()
            : _catalog.LastAttachments;

    private ImmutableDictionary<SegmentId, UnseenUsers> Unseen(SegmentList list) => list.UnreadableProcesses == 0
        ? ImmutableDictionary<SegmentId, UnseenUsers>.Empty
        : list.Rows.Where(row => row is { Gone: false, Facts.Kind: SegmentKind.Posix, Attached.IsEmpty: true })
            .Select(row => (row.Id, Unseen: _catalog.LastAttachments.UnseenOf(row.Facts.OwnerUid, row.Facts.OwnerGid, row.Facts.Mode, writing: false)))
            .Where(found => !found.Unseen.IsEmpty)
            .ToImmutableDictionary(found => found.Id, found => found.Unseen);

    private ImmutableDictionary<string, DateTimeOffset> AllWaitSince(ImmutableArray<PosixSemaphoreFacts> semaphores, DateTimeOffset now)
    {
        string[] waiting = [.. semaphores.Where(found => found is { Reading.State: LockState.Held, AllUsersWait: true }).Select(found => found.Name)];
        foreach (string name in _allWaitSince.Keys.Except(waiting, StringComparer.Ordinal).ToArray())
            _allWaitSince.Remove(name);
        foreach (string name in waiting)
            _allWaitSince.TryAdd(name, now);
        return _allWaitSince.ToImmutableDictionary(StringComparer.Ordinal);
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
}
