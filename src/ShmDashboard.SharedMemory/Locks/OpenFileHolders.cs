using System.Collections.Immutable;
using System.Globalization;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>
/// Finds who has the open file that a lock belongs to, which the kernel names to nobody but that process
/// (<c>/proc/pid/fdinfo</c>, proc_pid_fdinfo(5)): first among those who map the segment, then among all that may be looked into, for
/// no more than 2 % of a core. Remembers whom it found. Thread-safe.
/// </summary>
public sealed class OpenFileHolders
{
    private const int MaxDescriptors = 4096;
    private const int MaxRemembered = 256;
    private const int LongestLink = 512;

    /// <summary>Looking at all processes is rested from so many times as long as it took.</summary>
    private const int Rest = 50;

    private readonly ProcessDirectory _processes;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<FileLock, int> _found = [];
    private readonly HashSet<FileLock> _missed = [];
    private byte[] _buffer = new byte[1024];
    private long _lookedAt;
    private TimeSpan _rest;

    /// <summary>A finder that has found nobody yet.</summary>
    /// <param name="processes">Names whom it finds.</param>
    /// <param name="time">For the rest.</param>
    public OpenFileHolders(ProcessDirectory processes, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(processes);
        ArgumentNullException.ThrowIfNull(time);
        _processes = processes;
        _time = time;
    }

    /// <summary>Names the processes.</summary>
    internal ProcessDirectory Processes => _processes;

    /// <summary>A process that has the open file; null when none was found. Of several that share it one is told.</summary>
    /// <param name="held">The lock, as <c>/proc/locks</c> has it.</param>
    /// <param name="pathPart">A part of the file's path that few others have, as its name.</param>
    /// <param name="attachments">Who maps the segment.</param>
    internal ProcessRef? Find(FileLock held, string pathPart, ImmutableArray<Attachment> attachments)
    {
        held = held with { Number = 0 };
        lock (_gate)
        {
            if (_found.TryGetValue(held, out int before) && HasLock_NeedsLock(before, held, pathPart))
                return _processes.Look(before);

            _found.Remove(held);
            var candidates = attachments.IsDefault ? [] : attachments.Select(user => user.Process.Pid).Distinct();
            if (FindAmong_NeedsLock(candidates, held, pathPart) is { } mapping)
                return Remember_NeedsLock(held, mapping);

            // A lock met for the first time is looked for at once: nearly always somebody has it, and is remembered.
            if (_missed.Contains(held) && _time.GetElapsedTime(_lookedAt) < _rest)
                return null;

            long started = _time.GetTimestamp();
            int? pid = FindAmong_NeedsLock(ProcessListing.Pids(), held, pathPart);
            _lookedAt = _time.GetTimestamp();
            _rest = Rest * _time.GetElapsedTime(started, _lookedAt);
            if (pid is { } known)
                return Remember_NeedsLock(held, known);

            if (_missed.Count >= MaxRemembered)
                _missed.Clear();

            _missed.Add(held);
            return null;
        }
    }

    private ProcessRef Remember_NeedsLock(FileLock held, int pid)
    {
        if (_found.Count >= MaxRemembered)
            _found.Clear();

        _found[held] = pid;
        _missed.Remove(held);
        return _processes.Look(pid);
    }

    private int? FindAmong_NeedsLock(IEnumerable<int> pids, FileLock held, string pathPart)
    {
        foreach (int pid in pids)
        {
            if (HasLock_NeedsLock(pid, held, pathPart))
                return pid;
        }

        return null;
    }

    private bool HasLock_NeedsLock(int pid, FileLock held, string pathPart)
    {
        foreach (int number in DescriptorScan.NumbersOf(pid).Take(MaxDescriptors))
        {
            if (!MayBe(pid, number, pathPart))
                continue;

            string path = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/fdinfo/{number}");
            int length = KernelFile.ReadAll(path, ref _buffer, out _);
            if (length > 0 && HasLock(_buffer.AsSpan(0, length), held))
                return true;
        }

        return false;
    }

    // The link's text is enough to pass over nearly all others; whether it is the very file says the lock itself.
    private static bool MayBe(int pid, int number, string pathPart)
    {
        Span<byte> path = stackalloc byte[64];
        DescriptorScan.PathOf(pid, number, path);
        Span<byte> text = stackalloc byte[LongestLink];
        int length = KernelFile.ReadLink(path, text);
        var name = PathBytes.Encode(pathPart, stackalloc byte[PathBytes.ScratchLength]).TrimEnd((byte)0);
        return length == LongestLink || text[..length].IndexOf(name) >= 0;
    }

    private static bool HasLock(ReadOnlySpan<byte> text, FileLock held)
    {
        var label = "lock:"u8;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            if (line.StartsWith(label) && FileLock.TryParse(line[label.Length..].TrimStart((byte)'\t'), out var found) &&
                found with { Number = 0 } == held)
            {
                return true;
            }
        }

        return false;
    }
}
