using ShmDashboard.SharedMemory.Interop;

namespace ShmDashboard.SharedMemory.Segments;

/// <summary>
/// What the kernel is sure to refuse this process, told from owner and mode alone, without trying. Where a group or an access
/// list might still let us in, the kernel has the last word. Thread-safe.
/// </summary>
public static class SegmentPermissions
{
    private const int GroupOrOthersMayWrite = 0x12; // S_IWGRP | S_IWOTH

    /// <summary>Whether only its owner and root may write into it, and we are neither.</summary>
    public static bool IsClosedForWriting(SegmentFacts segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        return IsForeign(segment) && (segment.Mode & GroupOrOthersMayWrite) == 0;
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

    private static bool IsForeign(SegmentFacts segment) => LibC.GetEUid() is not 0 and var user && segment.OwnerUid != user;
}
