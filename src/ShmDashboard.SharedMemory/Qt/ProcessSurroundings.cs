using System.Buffers;
using System.Globalization;
using System.Text;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.SharedMemory.Qt;

/// <summary>
/// What decides whom a process can meet in shared memory, apart from what it has open: its user, its namespaces, and where it
/// looks for Qt's key files. Null for what the kernel does not let us see. Immutable.
/// </summary>
public sealed record ProcessSurroundings
{
    private static readonly SearchValues<byte> s_versionBytes = SearchValues.Create("0123456789."u8);

    /// <summary>User it runs as (effective).</summary>
    public uint? Uid { get; init; }

    /// <summary>That user's name, or the number.</summary>
    public string? UserName { get; init; }

    /// <summary>What tells its System V objects from those of other namespaces (<c>ipc:[4026531839]</c>; ipc_namespaces(7)).</summary>
    public string? IpcNamespace { get; init; }

    /// <summary>The file system that is <c>/dev/shm</c> to it, by its device number.</summary>
    public long? SharedMemoryDevice { get; init; }

    /// <summary>Where Qt has its key files (<c>QDir::tempPath</c>), by the environment that it was started with.</summary>
    public string? TemporaryDirectory { get; init; }

    /// <summary>What tells its file tree from others: mount namespace and root directory.</summary>
    public string? FileTree { get; init; }

    /// <summary>The version of Qt that it has loaded, from the name of its library: "5.15.8"; null without Qt.</summary>
    public string? QtVersion { get; init; }

    /// <summary>Whether its namespaces and environment could be read.</summary>
    public bool IsReadable => IpcNamespace is not null && TemporaryDirectory is not null;

    /// <summary>Reads them now. Costs some 100 µs: for when somebody asks.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="processes">Tells its user.</param>
    /// <returns>Null when there is no such process.</returns>
    public static ProcessSurroundings? Read(int pid, ProcessDirectory processes)
    {
        ArgumentNullException.ThrowIfNull(processes);
        if (processes.Describe(pid) is not { } details)
            return null;

        string number = pid.ToString(CultureInfo.InvariantCulture);
        string root = "/proc/" + number;
        byte[] buffer = new byte[8192];
        int length = KernelFile.ReadAll(root + "/environ", ref buffer, out _);
        string? temporary = length < 0 ? null : PeerDirectories.Parse(buffer.AsSpan(0, length)).Temporary;
        length = KernelFile.ReadAll(root + "/maps", ref buffer, out _);
        return new ProcessSurroundings
        {
            Uid = details.Uid,
            UserName = details.UserName,
            IpcNamespace = KernelFile.ReadLink(root + "/ns/ipc"),
            FileTree = PeerDirectories.FileTreeOf(number),
            SharedMemoryDevice = FileStatus.TryGet(root + "/root/dev/shm", followLinks: true, out var shm, out _)
                ? shm.Identity.Device : null,
            TemporaryDirectory = temporary,
            QtVersion = QtVersionIn(buffer.AsSpan(0, Math.Max(length, 0))),
        };
    }

    /// <summary>Pure: the version in the name of Qt's core library in <c>/proc/pid/maps</c>, <c>libQt6Core.so.6.4.2</c>.</summary>
    internal static string? QtVersionIn(ReadOnlySpan<byte> maps)
    {
        foreach (ReadOnlySpan<byte> name in (ReadOnlySpan<byte[]>)[[.. "/libQt5Core.so."u8], [.. "/libQt6Core.so."u8], [.. "/libQtCore.so."u8]])
        {
            int at = maps.IndexOf(name);
            if (at < 0)
                continue;

            var version = maps[(at + name.Length)..];
            int end = version.IndexOfAnyExcept(s_versionBytes);
            return Encoding.ASCII.GetString(end < 0 ? version : version[..end]);
        }

        return null;
    }
}
