using System.Buffers.Text;
using System.Globalization;
using ShmDashboard.SharedMemory.Interop;

namespace ShmDashboard.SharedMemory.Processes;

/// <summary>
/// Looks through the open files of processes for memory without a name: a link's text tells most apart, and only what may be
/// memory is asked for its identity, for asking a file of a dead file server may hang. Stateless.
/// </summary>
internal sealed class DescriptorScan(SharedMemoryDevices devices, string posixDirectory)
{
    private const int LongestText = 512;

    private readonly byte[] _posixPrefix = System.Text.Encoding.UTF8.GetBytes(posixDirectory + "/");

    /// <summary>Calls back for each such file of a process; nothing when it may not be looked into.</summary>
    internal void Look(int pid, Action<int, SegmentIdentity, UnnamedName> found)
    {
        foreach (int number in NumbersOf(pid))
        {
            if (LookAt(pid, number) is var (identity, name))
                found(number, identity, name);
        }
    }

    /// <summary>The descriptors of a process; none when it has gone, or may not be looked into.</summary>
    internal static List<int> NumbersOf(int pid) => KernelDirectory.Numbers(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/fd"));

    /// <summary>One open file of a process; null when it is no memory without a name.</summary>
    internal (SegmentIdentity Identity, UnnamedName Name)? LookAt(int pid, int number)
    {
        Span<byte> path = stackalloc byte[64];
        PathOf(pid, number, path);
        Span<byte> text = stackalloc byte[LongestText];
        int length = KernelFile.ReadLink(path, text);
        if (length <= 0 || length == LongestText || !MapsLine.IsDeleted(text[..length]))
            return null;

        text = text[..length];
        var name = text.StartsWith(_posixPrefix) ? UnnamedName.OfPosixFile(text) : UnnamedName.OfKernelFile(text);
        return name is { } known && FileStatus.TryGet(path, followLinks: true, out var status, out _) &&
            status is { IsRegular: true, HasNoName: true } &&
            (known.Origin == UnnamedOrigin.Unlinked || devices.IsKernelFile(status.DeviceMajor, status.DeviceMinor))
            ? (SegmentIdentity.OfFile(status.Identity), known)
            : null;
    }

    /// <summary>The path of a descriptor's link, with a zero behind.</summary>
    internal static void PathOf(int pid, int number, Span<byte> path)
    {
        "/proc/"u8.CopyTo(path);
        int at = 6;
        Utf8Formatter.TryFormat(pid, path[at..], out int written);
        at += written;
        "/fd/"u8.CopyTo(path[at..]);
        at += 4;
        Utf8Formatter.TryFormat(number, path[at..], out written);
        path[at + written] = 0;
    }
}
