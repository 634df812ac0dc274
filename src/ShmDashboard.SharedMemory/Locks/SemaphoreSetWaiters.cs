using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>Who is blocked on a System V semaphore set, from <c>/proc/pid/task/tid/syscall</c>: some 10 µs a thread. Stateless.</summary>
internal static class SemaphoreSetWaiters
{
    /// <summary>Who waits; stops when as many are found as are wanted.</summary>
    /// <param name="processes">Names them.</param>
    /// <param name="semId">The set.</param>
    /// <param name="wanted">How many the kernel counts.</param>
    /// <param name="unreadableProcesses">How many processes may not be looked into: the list can lack that many.</param>
    /// <returns>In order of pid; a process that waits in several threads comes once.</returns>
    public static ImmutableArray<ProcessRef> Find(ProcessDirectory processes, int semId, int wanted, out int unreadableProcesses)
    {
        unreadableProcesses = 0;
        if (wanted <= 0)
            return [];

        // Main threads first: there most programs wait, and their number is small.
        var waiters = new SortedSet<int>();
        var unreadable = new HashSet<int>();
        int[] pids = ProcessListing.Pids();
        byte[] buffer = new byte[512];
        int found = 0;
        foreach (bool otherThreads in (ReadOnlySpan<bool>)[false, true])
        {
            foreach (int pid in pids)
            {
                if (found >= wanted)
                    break;

                if (unreadable.Contains(pid) || processes.IsKernelThread(pid))
                    continue;

                int here = otherThreads
                    ? CountInOtherThreads(pid, semId, ref buffer)
                    : CountInMainThread(pid, semId, ref buffer, unreadable);
                found += here;
                if (here > 0)
                    waiters.Add(pid);
            }
        }

        unreadableProcesses = found >= wanted ? 0 : unreadable.Count;
        return [.. waiters.Select(processes.Look)];
    }

    /// <summary>
    /// Whether the text of <c>/proc/…/syscall</c> is a semop on that set: the number of the call, then its first
    /// argument. Numbers: asm/unistd_64.h (x64: semop 65, semtimedop 220), asm-generic/unistd.h (arm64: 193, 192).
    /// </summary>
    public static bool IsWaitingOn(ReadOnlySpan<byte> text, int semId, Architecture architecture)
    {
        (int semop, int semtimedop) = architecture == Architecture.Arm64 ? (193, 192) : (65, 220);
        return Utf8Parser.TryParse(text, out int call, out int used) &&
            (call == semop || call == semtimedop) &&
            text[used..].StartsWith(" 0x"u8) &&
            Utf8Parser.TryParse(text[(used + 3)..], out ulong argument, out _, 'x') &&
            unchecked((int)argument) == semId;
    }

    private static bool Waits(string path, int semId, ref byte[] buffer, out int errno)
    {
        int length = KernelFile.ReadAll(path, ref buffer, out errno);
        return length > 0 && IsWaitingOn(buffer.AsSpan(0, length), semId, RuntimeInformation.ProcessArchitecture);
    }

    private static int CountInMainThread(int pid, int semId, ref byte[] buffer, HashSet<int> unreadable)
    {
        bool waits = Waits(
            string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/syscall"), semId, ref buffer, out int errno);
        if (Errno.IsDenied(errno))
            unreadable.Add(pid);

        return waits ? 1 : 0;
    }

    private static int CountInOtherThreads(int pid, int semId, ref byte[] buffer)
    {
        string root = "/proc/" + pid.ToString(CultureInfo.InvariantCulture) + "/task";
        int count = 0;
        try
        {
            foreach (string task in Directory.EnumerateDirectories(root))
            {
                if (!task.AsSpan(root.Length + 1).SequenceEqual(pid.ToString(CultureInfo.InvariantCulture)) &&
                    Waits(task + "/syscall", semId, ref buffer, out _))
                {
                    count++;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The process went away, and waits for nothing any more.
        }

        return count;
    }
}
