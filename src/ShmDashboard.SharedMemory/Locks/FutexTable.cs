using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>
/// Who is blocked on which word of memory, from one look at every thread of some processes (<c>/proc/pid/task/tid/syscall</c>,
/// some 10 µs a thread; needs ptrace rights). Leads to locks of which nothing else tells. Immutable.
/// </summary>
public sealed class FutexTable
{
    private readonly Dictionary<int, List<ulong>> _byProcess;

    private FutexTable(Dictionary<int, List<ulong>> byProcess) => _byProcess = byProcess;

    /// <summary>The table now.</summary>
    /// <param name="pids">Whose threads are looked at; ours are left out.</param>
    public static FutexTable Read(IEnumerable<int> pids)
    {
        ArgumentNullException.ThrowIfNull(pids);
        var found = new Dictionary<int, List<ulong>>();
        foreach (int pid in pids.Where(pid => pid != Environment.ProcessId))
        {
            var addresses = new List<ulong>();
            FutexWaiters.Collect(pid, addresses, out _);
            if (addresses.Count > 0)
                found[pid] = addresses;
        }

        return new FutexTable(found);
    }

    /// <summary>Where in a segment somebody is blocked: the offsets, ascending, each once.</summary>
    /// <param name="attachments">Who maps the segment where.</param>
    public ImmutableArray<long> In(ImmutableArray<Attachment> attachments)
    {
        if (_byProcess.Count == 0 || attachments.IsDefaultOrEmpty)
            return [];

        // Nearly every process waits somewhere in its own memory, and hardly any in a segment.
        SortedSet<long>? offsets = null;
        foreach (var mapping in attachments)
        {
            if (!_byProcess.TryGetValue(mapping.Process.Pid, out var addresses))
                continue;

            foreach (ulong address in addresses)
            {
                if (address >= mapping.Address && address - mapping.Address < (ulong)mapping.LengthBytes)
                    (offsets ??= []).Add((long)(address - mapping.Address) + mapping.FileOffset);
            }
        }

        return offsets is null ? [] : [.. offsets];
    }
}
