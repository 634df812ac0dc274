using ShmDashboard.SharedMemory.Interop;

namespace ShmDashboard.SharedMemory.Segments;

/// <summary>
/// What the kernel is sure to refuse this process, told from owner, creator and mode alone, without trying. Where a group, an
/// access list or a capability might still let us in, the kernel has the last word. Thread-safe.
/// </summary>
public static class SegmentPermissions
{
    private const int OwnerMayWrite = 0x80; // S_IWUSR
    private const int GroupOrOthersMayWrite = 0x12; // S_IWGRP | S_IWOTH

    private static readonly Lazy<bool> s_isPrivileged = new(IsPrivileged);

    /// <summary>Who we are to the kernel (geteuid(2)).</summary>
    public static uint OurUid => LibC.GetEUid();

    /// <summary>Whether only its owner and root may write into it, and we are neither.</summary>
    public static bool IsClosedForWriting(SegmentFacts segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        return IsForeign(segment) && (segment.Mode & GroupOrOthersMayWrite) == 0;
    }

    /// <summary>Whether it is ours, and its mode keeps its owner too from writing into it; root writes all the same.</summary>
    public static bool IsClosedToUsAsOwner(SegmentFacts segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        return !s_isPrivileged.Value && !IsForeign(segment) && segment.Unnamed is null && (segment.Mode & OwnerMayWrite) == 0;
    }

    /// <summary>
    /// Whether removing it, and so making it anew larger, is for others than us: for a System V segment its owner and creator
    /// (shmctl(2)), for a POSIX one the file's owner, as <c>/dev/shm</c> is sticky; and for root.
    /// </summary>
    public static bool IsRemovedByOthersOnly(SegmentFacts segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        return IsForeign(segment);
    }

    private static bool IsForeign(SegmentFacts segment) => LibC.GetEUid() is var user && segment.OwnerUid != user &&
        segment.CreatorUid != user && !s_isPrivileged.Value;

    // "CapEff:" of proc_pid_status(5): with any capability at all, the kernel has to be asked.
    private static bool IsPrivileged()
    {
        try
        {
            return File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("CapEff:", StringComparison.Ordinal))
                ?.AsSpan("CapEff:".Length).Trim().ContainsAnyExcept('0') ?? Environment.IsPrivilegedProcess;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Environment.IsPrivilegedProcess;
        }
    }
}
