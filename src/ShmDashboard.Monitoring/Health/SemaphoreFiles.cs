using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Health;

/// <summary>
/// Finds POSIX semaphores whose value is 0, and who has them mapped, by reading files only. Remembers since when all users
/// of one were seen waiting. For one caller at a time.
/// </summary>
internal sealed class SemaphoreFiles(SegmentCatalog catalog, MachinePaths paths, TimeProvider time)
{
    private const string Prefix = "sem.";
    private const string QtPrefix = "qipc_systemsem_";
    private const int MaxFiles = 4096;

    private readonly LockObserver _locks = new(catalog.Processes, paths.SharedMemory);
    private readonly Dictionary<string, DateTimeOffset> _allWaitSince = new(StringComparer.Ordinal);

    public ImmutableArray<HeldSemaphore> Search()
    {
        ImmutableArray<string> held = [.. Names().Where(name => Read(name).State == LockState.Held)];
        if (held.IsEmpty)
        {
            _allWaitSince.Clear();
            return [];
        }

        // Mappings are looked through only when there is something to judge by them.
        var attachments = catalog.ScanAttachments();
        var found = ImmutableArray.CreateBuilder<HeldSemaphore>();
        foreach (string name in held)
        {
            var reading = Read(name);
            if (reading.State != LockState.Held)
                continue;
            var users = attachments.OfFile(reading.FileIdentity);
            found.Add(new HeldSemaphore(
                name, name.StartsWith(QtPrefix, StringComparison.Ordinal), reading.WaiterCount,
                [.. users.Select(user => user.Process).DistinctBy(user => user.Pid)],
                attachments.UnreadableProcesses == 0, AllWaitSince(name, users, reading.WaiterCount)));
        }

        foreach (string name in _allWaitSince.Keys.Where(name => !held.Contains(name)).ToArray())
            _allWaitSince.Remove(name);
        return found.DrainToImmutable();
    }

    private IEnumerable<string> Names()
    {
        try
        {
            return [.. Directory.EnumerateFiles(paths.SharedMemory, Prefix + "*").Take(MaxFiles)
                .Select(path => Path.GetFileName(path)[Prefix.Length..])];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>As the lock of a segment of that name, which need not exist.</summary>
    private LockReading Read(string name) => _locks.Read(new SegmentFacts
    {
        Id = SegmentId.Posix(name),
        Kind = SegmentKind.Posix,
        Name = name,
        PosixName = name,
        SizeBytes = 0,
        ResidentBytes = 0,
        Mode = 0,
        OwnerUid = 0,
        OwnerName = "",
        Qt = name.StartsWith(QtPrefix, StringComparison.Ordinal)
            ? new QtIdentity { KeyFile = QtKeyFileState.Matched, LockFilePath = "/" + name }
            : null,
    });

    private DateTimeOffset? AllWaitSince(string name, ImmutableArray<Attachment> users, int waiterCount)
    {
        if (users.IsEmpty || waiterCount == 0 ||
            !users.GroupBy(user => user.Process.Pid).All(mappings => Waits(mappings.Key, [.. mappings])))
        {
            _allWaitSince.Remove(name);
            return null;
        }

        if (!_allWaitSince.TryGetValue(name, out var since))
            _allWaitSince[name] = since = time.GetUtcNow();
        return since;
    }

    private bool Waits(int pid, ImmutableArray<Attachment> mappings)
    {
        try
        {
            return Directory.EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"{paths.Processes}/{pid}/task"))
                .Any(task => IsWaitingIn(File.ReadAllText(task + "/syscall"), mappings, RuntimeInformation.ProcessArchitecture));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>
    /// Pure: whether the text of <c>/proc/…/syscall</c> is a futex call on an address within one of the mappings. Numbers:
    /// asm/unistd_64.h (x64: 202), asm-generic/unistd.h (arm64: 98).
    /// </summary>
    internal static bool IsWaitingIn(string text, ImmutableArray<Attachment> mappings, Architecture architecture)
    {
        string call = architecture == Architecture.Arm64 ? "98 0x" : "202 0x";
        if (!text.StartsWith(call, StringComparison.Ordinal))
            return false;
        var address = text.AsSpan(call.Length);
        int end = address.IndexOf(' ');
        return end > 0 &&
            ulong.TryParse(address[..end], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong at) &&
            mappings.Any(mapping => at >= mapping.Address && at - mapping.Address < (ulong)mapping.LengthBytes);
    }
}
