using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Interop;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>
/// The System V semaphore sets of this machine, from one reading of <c>/proc/sysvipc/sem</c> (some 15 µs), which asks for no
/// right and changes nothing. Immutable.
/// </summary>
public sealed class SemaphoreSetTable
{
    private readonly ILookup<int, SemaphoreSetRow> _byKey;

    private SemaphoreSetTable(ImmutableArray<SemaphoreSetRow> rows)
    {
        Rows = rows;
        _byKey = rows.ToLookup(row => row.Key);
    }

    /// <summary>No sets.</summary>
    public static SemaphoreSetTable Empty { get; } = new([]);

    /// <summary>All sets, in order of number.</summary>
    public ImmutableArray<SemaphoreSetRow> Rows { get; }

    /// <summary>The table now; empty where the kernel does not tell.</summary>
    /// <param name="path">The kernel's list; tests have texts of their own.</param>
    public static SemaphoreSetTable Read(string path = "/proc/sysvipc/sem")
    {
        byte[] buffer = new byte[16 * 1024];
        int length = KernelFile.ReadAll(path, ref buffer, out _);
        return Parse(buffer.AsSpan(0, Math.Max(length, 0)));
    }

    /// <summary>Pure: the table of a text; lines that are not understood are passed over.</summary>
    public static SemaphoreSetTable Parse(ReadOnlySpan<byte> text)
    {
        var rows = new SortedDictionary<int, SemaphoreSetRow>();
        foreach (var range in text.Split((byte)'\n'))
        {
            // The list is not one snapshot: a row can come twice.
            if (SemaphoreSetRow.TryParse(text[range], out var row))
                rows.TryAdd(row.Id, row);
        }

        return rows.Count == 0 ? Empty : new SemaphoreSetTable([.. rows.Values]);
    }

    /// <summary>The set of a key; null when there is none. Private sets have no key.</summary>
    public SemaphoreSetRow? Find(int key) => key != 0 && _byKey[key].Any() ? _byKey[key].First() : null;
}
