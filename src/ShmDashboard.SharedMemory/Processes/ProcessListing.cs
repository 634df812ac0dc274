using System.Globalization;
using ShmDashboard.SharedMemory.Interop;

namespace ShmDashboard.SharedMemory.Processes;

/// <summary>
/// Which processes there are, and what the kernel calls them, for who looks for one by its name or what it has open. Remembers nothing;
/// who asks often asks a <see cref="ProcessDirectory"/>.
/// </summary>
public static class ProcessListing
{
    /// <summary>Where the kernel lists them.</summary>
    public const string Root = "/proc";

    /// <summary>The numbers of all that are listed, ascending; none where they cannot be.</summary>
    /// <param name="root">Where they are listed.</param>
    public static int[] Pids(string root = Root)
    {
        int[] pids = [.. KernelDirectory.Numbers(root)];
        Array.Sort(pids);
        return pids;
    }

    /// <summary>A process's name, cut at 15 bytes (<c>comm</c>); null when it has ended, or it is not told.</summary>
    /// <param name="pid">Its number.</param>
    /// <param name="root">Where it is listed.</param>
    public static string? NameOf(int pid, string root = Root)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"{root}/{pid}/comm")).TrimEnd('\n');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
