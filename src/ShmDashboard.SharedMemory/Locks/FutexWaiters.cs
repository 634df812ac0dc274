using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>
/// Who is blocked on a word of a mapped file or segment: a thread in <c>futex(2)</c> shows the call and the address in
/// <c>/proc/pid/task/tid/syscall</c>, and its process's mapping turns that into an offset. Needs ptrace rights on it.
/// </summary>
internal static class FutexWaiters
{
    private const int MaxThreads = 4096;

    /// <summary>Who waits on one of some words.</summary>
    /// <param name="attachments">Who maps the object.</param>
    /// <param name="offsets">Where in the object the words are.</param>
    /// <param name="processes">Names them.</param>
    internal static FutexCrowd Find(ImmutableArray<Attachment> attachments, ReadOnlySpan<long> offsets, ProcessDirectory processes)
    {
        var found = ImmutableArray.CreateBuilder<ProcessRef>();
        bool allSeen = true;
        bool allWait = true;
        foreach (var user in attachments.GroupBy(attachment => attachment.Process.Pid).OrderBy(user => user.Key))
        {
            var addresses = new List<ulong>();
            int threads = Collect(user.Key, addresses, out bool seen);
            allSeen &= seen;
            Attachment[] mappings = [.. user];
            int waiting = 0;
            foreach (long offset in offsets)
            {
                foreach (ulong address in addresses)
                    waiting += IsAt(mappings, address, offset) ? 1 : 0;
            }

            allWait &= waiting >= threads;
            if (waiting > 0)
                found.Add(processes.Look(user.Key));
        }

        return new FutexCrowd(found.DrainToImmutable(), allSeen, allWait);
    }

    /// <summary>Of each process that maps the object: how many threads it has, and how many of them wait there.</summary>
    internal static Dictionary<int, (int All, int Waiting)> CountByProcess(ImmutableArray<Attachment> attachments, long offset) =>
        attachments.GroupBy(attachment => attachment.Process.Pid)
            .ToDictionary(group => group.Key, group => CountThreads(group.Key, [.. group], offset));

    /// <summary>How many threads a process has, and how many of them wait there.</summary>
    internal static (int All, int Waiting) CountThreads(int pid, ReadOnlySpan<Attachment> mappings, long offset)
    {
        var addresses = new List<ulong>();
        int all = Collect(pid, addresses, out _);
        int waiting = 0;
        foreach (ulong address in addresses)
            waiting += IsAt(mappings, address, offset) ? 1 : 0;

        return (all, waiting);
    }

    /// <summary>Adds the address each thread of a process waits on, if it does; returns how many threads there are.</summary>
    /// <param name="pid">Whose threads.</param>
    /// <param name="addresses">What is added to.</param>
    /// <param name="allSeen">Whether each could be looked at: it takes other rights than to see what is mapped (ptrace(2)).</param>
    internal static int Collect(int pid, List<ulong> addresses, out bool allSeen)
    {
        allSeen = true;
        string root = "/proc/" + pid.ToString(CultureInfo.InvariantCulture) + "/task";
        byte[] buffer = new byte[512];
        int all = 0;
        try
        {
            foreach (string task in Directory.EnumerateDirectories(root))
            {
                if (++all > MaxThreads)
                {
                    allSeen = false;
                    break;
                }

                int length = KernelFile.ReadAll(task + "/syscall", ref buffer, out int errno);
                allSeen &= length >= 0 || !Errno.IsDenied(errno);
                if (length > 0 &&
                    AddressWaitedOn(buffer.AsSpan(0, length), RuntimeInformation.ProcessArchitecture) is { } address)
                {
                    addresses.Add(address);
                }
            }
        }
        catch (UnauthorizedAccessException)
        {
            allSeen = false;
        }
        catch (IOException)
        {
            // The process went away, and waits for nothing any more.
        }

        return all;
    }

    /// <summary>
    /// Pure: the address of the word a thread waits on, from the text of <c>/proc/…/syscall</c> (the call's number, its
    /// arguments); null when it is not in futex. Numbers: asm/unistd_64.h (x64: 202), asm-generic/unistd.h (arm64: 98).
    /// </summary>
    internal static ulong? AddressWaitedOn(ReadOnlySpan<byte> text, Architecture architecture)
    {
        int futex = architecture == Architecture.Arm64 ? 98 : 202;
        return Utf8Parser.TryParse(text, out int call, out int used) && call == futex &&
            text[used..].StartsWith(" 0x"u8) &&
            Utf8Parser.TryParse(text[(used + 3)..], out ulong address, out int digits, 'x') &&
            used + 3 + digits < text.Length && text[used + 3 + digits] == ' '
            ? address
            : null;
    }

    private static bool IsAt(ReadOnlySpan<Attachment> mappings, ulong address, long offset)
    {
        foreach (var mapping in mappings)
        {
            if (address >= mapping.Address && address - mapping.Address < (ulong)mapping.LengthBytes &&
                (long)(address - mapping.Address) + mapping.FileOffset == offset)
            {
                return true;
            }
        }

        return false;
    }
}
