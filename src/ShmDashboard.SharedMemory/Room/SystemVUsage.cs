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
        ulong segments = 0, pages = 0, semaphores = 0, sets = 0;
        int length = KernelFile.ReadAll("/proc/sysvipc/shm", ref buffer, out _);
        if (length < 0)
        {
            return null;
        }

        foreach (Range line in buffer.AsSpan(0, length).Split((byte)'\n'))
        {
            if (SystemVRow.TryParse(buffer.AsSpan(0, length)[line], out SystemVRow row))
            {
                segments++;
                pages += PagesOf(row.SizeBytes);
            }
        }

        length = KernelFile.ReadAll("/proc/sysvipc/sem", ref buffer, out _);
        if (length < 0)
        {
            return null;
        }

        foreach (Range line in buffer.AsSpan(0, length).Split((byte)'\n'))
        {
            if (SemaphoreSetRow.TryParse(buffer.AsSpan(0, length)[line], out SemaphoreSetRow row))
            {
                sets++;
                semaphores += (ulong)row.Count;
            }
        }

        return new SystemVUsage(segments, pages, semaphores, sets);
    }

    /// <summary>Whole pages for so many bytes, as ipc/shm.c counts them.</summary>
    internal static ulong PagesOf(long bytes) =>
        bytes <= 0 ? 0 : ((ulong)bytes + (ulong)Environment.SystemPageSize - 1) / (ulong)Environment.SystemPageSize;
}
