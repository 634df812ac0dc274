using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.SharedMemory.SystemV;

namespace ShmDashboard.SharedMemory.Room;

/// <summary>How much of <see cref="SystemVLimits"/> is taken: everybody's, as the kernel's tables list them.</summary>
/// <param name="Segments">Segments there are.</param>
/// <param name="Pages">Pages they were promised, touched or not: the kernel counts those.</param>
/// <param name="Semaphores">Semaphores in all sets.</param>
/// <param name="SemaphoreSets">Sets there are.</param>
public readonly record struct SystemVUsage(ulong Segments, ulong Pages, ulong Semaphores, ulong SemaphoreSets)
{
    /// <summary>The usage now; null where the tables cannot be read.</summary>
    public static SystemVUsage? Read()
    {
        byte[] buffer = new byte[16 << 10];
        ulong segments = 0, pages = 0;
        int length = KernelFile.ReadAll("/proc/sysvipc/shm", ref buffer, out _);
        if (length < 0)
            return null;

        foreach (var line in buffer.AsSpan(0, length).Split((byte)'\n'))
        {
            if (SystemVRow.TryParse(buffer.AsSpan(0, length)[line], out var row))
            {
                segments++;
                pages += PagesOf(row.SizeBytes, Environment.SystemPageSize);
            }
        }

        var sets = SemaphoreSetTable.Read().Rows;
        return new SystemVUsage(segments, pages, (ulong)sets.Sum(set => (long)set.Count), (ulong)sets.Length);
    }

    /// <summary>Whole pages for so many bytes, as ipc/shm.c counts them.</summary>
    public static ulong PagesOf(long bytes, int pageBytes) =>
        bytes <= 0 ? 0 : ((ulong)bytes + (ulong)pageBytes - 1) / (ulong)pageBytes;
}
