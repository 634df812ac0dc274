using System.Globalization;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.SharedMemory;

/// <summary>
/// A directory of its own for Qt key files, with everything that looks there. Removes on dispose what the test made through
/// it, and nothing else.
/// </summary>
public sealed class KeyDirectory : IDisposable
{
    private readonly List<int> _segments = [];
    private readonly List<string> _posix = [];

    public KeyDirectory()
    {
        Path = Directory.CreateTempSubdirectory("shmdashboard-").FullName;
        Options = new QtSharedMemoryOptions
        {
            TempPath = Path,
            LockTimeout = TimeSpan.FromMilliseconds(200),
            DisposeLockTimeout = TimeSpan.FromMilliseconds(200),
        };

        // Nothing but this directory: a key file of /tmp may get the very inode that a test has just set free.
        Catalog = new SegmentCatalog(
            new CatalogOptions { KeyFileDirectories = [Path], SearchUsualDirectories = false }, TimeProvider.System);
        Locks = new LockObserver(Catalog.Processes);
        Reader = new SegmentReader(Locks, Catalog.Processes, TimeProvider.System);
    }

    public string Path { get; }

    public QtSharedMemoryOptions Options { get; }

    public SegmentCatalog Catalog { get; }

    public LockObserver Locks { get; }

    public SegmentReader Reader { get; }

    public static string NewKey() => "key-" + Guid.NewGuid().ToString("N");

    public string SegmentFile(string key) => QtNativeKey.Legacy(key, QtKeyPurpose.Segment, QtIpcType.SystemV, Path).Value;

    public string LockFile(string key) => QtNativeKey.Legacy(key, QtKeyPurpose.Lock, QtIpcType.SystemV, Path).Value;

    /// <summary>The lock's set, which must be there.</summary>
    internal SemaphoreSet LockSet(string key) =>
        SemaphoreSet.Find(QtKeyFile.TryKeyOf(LockFile(key)) ?? throw new InvalidOperationException("no lock file"), out _) ??
        throw new InvalidOperationException("no set");

    public SegmentFacts Facts(string key) =>
        Catalog.Find(SegmentId.Qt(key)) ?? throw new InvalidOperationException($"no segment {key}");

    /// <summary>A plain System V segment without Qt, as any program may make it.</summary>
    public int NewSegment(int key, long sizeBytes)
    {
        int shmId = LibC.ShmGet(key, (nuint)sizeBytes, LibC.IPC_CREAT | LibC.IPC_EXCL | 0x180);
        Assert.True(shmId >= 0, Errno.Name(Errno.Last));
        _segments.Add(shmId);
        return shmId;
    }

    public string NewPosixName(string prefix = "shmdashboard test ")
    {
        string name = prefix + Guid.NewGuid().ToString("N");
        _posix.Add(name);
        return name;
    }

    public unsafe void Dispose()
    {
        foreach (int shmId in _segments)
            LibC.ShmCtl(shmId, LibC.IPC_RMID, null);

        foreach (string name in _posix)
            File.Delete("/dev/shm/" + name);

        foreach (string file in Directory.EnumerateFiles(Path))
        {
            int key = QtKeyFile.TryKeyOf(file)!.Value;
            if (System.IO.Path.GetFileName(file).StartsWith("qipc_systemsem_", StringComparison.Ordinal))
            {
                if (SemaphoreSet.Find(key, out _) is { } set)
                    LibC.SemCtl(set.Id, 0, LibC.IPC_RMID, 0);
            }
            else if (LibC.ShmGet(key, 0, 0) is >= 0 and var shmId)
            {
                LibC.ShmCtl(shmId, LibC.IPC_RMID, null);
            }
        }

        Directory.Delete(Path, recursive: true);
    }

    /// <summary>
    /// What a test must leave as it found it: our attachments, and our open files of the kinds this library opens (sockets
    /// and pipes come and go with the test runner).
    /// </summary>
    public static (int Attachments, int Files) Footprint()
    {
        int attachments = File.ReadLines("/proc/self/maps").Count(line => line.Contains("/SYSV", StringComparison.Ordinal));
        int files = Directory.EnumerateFileSystemEntries("/proc/self/fd").Count(IsOurKind);
        return (attachments, files);

        static bool IsOurKind(string descriptor)
        {
            string target = KernelFile.ReadLink(descriptor) ?? "";
            return target.StartsWith("/proc/", StringComparison.Ordinal) ||
                target.StartsWith("/dev/shm/", StringComparison.Ordinal) ||
                target.StartsWith("/memfd:", StringComparison.Ordinal) ||
                target.Contains("/shmdashboard-", StringComparison.Ordinal);
        }
    }

    /// <summary>A leak stays; what an earlier test left to the finalizer does not.</summary>
    public static void AssertFootprint((int Attachments, int Files) before) =>
        Until.True(() => Footprint() is var now && now.Attachments <= before.Attachments && now.Files <= before.Files,
            $"the footprint is {before} again");

    /// <summary>
    /// The row of a segment as the kernel prints it, up to the ctime; null when there is none. What follows (memory in use)
    /// moves when any program reads an untouched page.
    /// </summary>
    public static string? KernelRow(int shmId) => File.ReadLines("/proc/sysvipc/shm")
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(fields => fields.Length >= 14 && fields[1] == shmId.ToString(CultureInfo.InvariantCulture))
        .Select(fields => string.Join(' ', fields.Take(14)))
        .FirstOrDefault();
}
