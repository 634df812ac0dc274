using Microsoft.Win32.SafeHandles;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.Room;

/// <summary>
/// Tells before anything is tried whether there is room for it: by the kernel's limits and tables and by what the file
/// system has left. Null: no shortage is known, the kernel has the last word. Changes nothing. Thread-safe.
/// </summary>
public static class SegmentRoom
{
    private const string KernelSettings = "/proc/sys/kernel";
    private const int MaxExtents = 1 << 16;

    /// <summary>For a new System V segment.</summary>
    /// <param name="sizeBytes">Its size.</param>
    /// <param name="semaphoreSets">Sets of one semaphore that are made with it: 1 for a Qt lock.</param>
    /// <param name="replaced">A segment that goes first; null: none.</param>
    public static Shortage? ForSystemV(long sizeBytes, int semaphoreSets, SegmentFacts? replaced = null) =>
        SystemVLimits.Read(KernelSettings) is { } limits && SystemVUsage.Read() is { } usage
            ? ForSystemV(sizeBytes, semaphoreSets, replaced?.SizeBytes, limits, usage)
            : null;

    /// <summary>The same, of given numbers. Pure.</summary>
    public static Shortage? ForSystemV(
        long sizeBytes, int semaphoreSets, long? replacedBytes, SystemVLimits limits, SystemVUsage usage)
    {
        if ((ulong)sizeBytes > limits.SegmentBytes)
            return new Shortage(ShortageKind.SegmentBytes, (ulong)sizeBytes, limits.SegmentBytes);

        ulong segments = usage.Segments - (replacedBytes is null || usage.Segments == 0 ? 0UL : 1);
        if (segments >= limits.Segments)
            return new Shortage(ShortageKind.Segments, 1, limits.Segments);

        ulong pages = usage.Pages - Math.Min(usage.Pages, SystemVUsage.PagesOf(replacedBytes ?? 0, limits.PageBytes));
        ulong left = limits.Pages > pages ? limits.Pages - pages : 0;
        if (SystemVUsage.PagesOf(sizeBytes, limits.PageBytes) > left)
            return new Shortage(ShortageKind.SystemVBytes, (ulong)sizeBytes, left * (ulong)limits.PageBytes);

        // What is replaced takes its lock along, or leaves it to its successor: either way no further set is made.
        ulong sets = replacedBytes is null ? (ulong)semaphoreSets : 0;
        return usage.SemaphoreSets + sets > limits.SemaphoreSets
            ? new Shortage(ShortageKind.SemaphoreSets, sets, limits.SemaphoreSets)
            : usage.Semaphores + sets > limits.Semaphores
                ? new Shortage(ShortageKind.Semaphores, sets, limits.Semaphores)
                : null;
    }

    /// <summary>For a new POSIX segment, all of whose memory is reserved when it is made.</summary>
    /// <param name="sizeBytes">Its size.</param>
    /// <param name="directory">Where POSIX segments are files.</param>
    public static Shortage? ForFile(long sizeBytes, string directory = PosixFiles.Directory) =>
        sizeBytes > 0 && FreeBytes(directory) is { } free && WholePages(sizeBytes) > free
            ? new Shortage(ShortageKind.FileSystem, (ulong)WholePages(sizeBytes), (ulong)free)
            : null;

    /// <summary>
    /// For writing over the first bytes of a POSIX segment. Where it was never touched it has no memory yet, and takes it
    /// from the file system when it is written.
    /// </summary>
    /// <param name="segment">The segment.</param>
    /// <param name="payloadBytes">How many bytes are to be written, from its start.</param>
    /// <param name="directory">Where POSIX segments are files.</param>
    public static Shortage? ForOverwriting(SegmentFacts segment, long payloadBytes, string directory = PosixFiles.Directory)
    {
        ArgumentNullException.ThrowIfNull(segment);
        // What is full of memory already needs none: the usual case, told by one number.
        if (segment.Posix?.FileName is not { } name || segment.ResidentBytes >= WholePages(segment.SizeBytes) ||
            FreeBytes(directory) is not { } free || free >= WholePages(payloadBytes))
        {
            return null;
        }

        long needed = NeededBytes($"{directory}/{name}", payloadBytes, segment.ResidentBytes);
        return needed > free ? new Shortage(ShortageKind.FileSystem, (ulong)needed, (ulong)free) : null;
    }

    // lseek(2), SEEK_DATA and SEEK_HOLE: exact to the page on tmpfs, except that what was reserved and never written is told as
    // a hole too. How much that is shows in what is resident beyond the data; as it may lie anywhere, it is taken as lying here.
    // Of a file of more extents than the bound as much is counted as was seen: the write itself asks the kernel for the
    // memory before it changes a byte.
    private static long NeededBytes(string path, long end, long residentBytes)
    {
        using var file = KernelFile.TryOpen(
            path, LibC.O_RDONLY | LibC.O_CLOEXEC | LibC.O_NOFOLLOW | LibC.O_NONBLOCK, 0, out _);
        if (file is null)
            return 0;

        long holes = 0;
        long data = 0;
        long offset = 0;
        int descriptor = (int)file.DangerousGetHandle();
        for (int extent = 0; extent < MaxExtents; extent++)
        {
            long begin = LibC.LSeek(descriptor, offset, LibC.SEEK_DATA);
            if (begin < 0)
            {
                // ENXIO: no data from here on.
                holes += Errno.Last == Errno.ENXIO ? WholePages(Math.Max(0, end - offset)) : 0;
                break;
            }

            holes += WholePages(Math.Max(0, Math.Min(begin, end) - offset));
            offset = LibC.LSeek(descriptor, begin, LibC.SEEK_HOLE);
            if (offset <= begin)
                break;

            data += WholePages(offset - begin);
        }

        return Math.Max(0, holes - Math.Max(0, residentBytes - data));
    }

    private static long WholePages(long bytes) =>
        (long)SystemVUsage.PagesOf(bytes, Environment.SystemPageSize) * Environment.SystemPageSize;

    private static long? FreeBytes(string directory)
    {
        try
        {
            return new DriveInfo(directory).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
