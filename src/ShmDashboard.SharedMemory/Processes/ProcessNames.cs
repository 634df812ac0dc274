using System.Globalization;
using System.Text;
using ShmDashboard.SharedMemory.Interop;

namespace ShmDashboard.SharedMemory.Processes;

/// <summary>
/// Names of processes in full. <c>comm</c> has 15 bytes and a zero (TASK_COMM_LEN, linux/sched.h), so
/// <c>ShmDashboard.Web</c> is called <c>ShmDashboard.We</c> there; what it was started as has the rest.
/// </summary>
internal static class ProcessNames
{
    private const int CutBytes = 15;
    private const int LongestBytes = 255; // NAME_MAX: of a file

    /// <summary>
    /// The name that <paramref name="comm"/> is the beginning of, if it may have been cut: two reads at most, so to be asked
    /// once for a process.
    /// </summary>
    internal static string Whole(int pid, string comm, ref byte[] buffer)
    {
        if (comm.Length > CutBytes || Encoding.UTF8.GetByteCount(comm) < CutBytes)
            return comm;

        string root = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}");
        int length = KernelFile.ReadAll(root + "/cmdline", ref buffer, out _);
        return Completed(comm, FirstArgument(buffer.AsSpan(0, Math.Max(length, 0)))) ??
            Completed(comm, KernelFile.ReadLink(root + "/exe")) ?? comm;
    }

    /// <summary>Pure: the last part of a path if it begins with the cut name; else null.</summary>
    internal static string? Completed(string comm, string? path)
    {
        string? name = path?[(path.LastIndexOf('/') + 1)..];
        return name is { Length: > 0 and <= LongestBytes } && name.StartsWith(comm, StringComparison.Ordinal) ? name : null;
    }

    private static string? FirstArgument(ReadOnlySpan<byte> commandLine)
    {
        int end = commandLine.IndexOf((byte)0);
        var first = end < 0 ? commandLine : commandLine[..end];
        return first.IsEmpty ? null : Encoding.UTF8.GetString(first);
    }
}
