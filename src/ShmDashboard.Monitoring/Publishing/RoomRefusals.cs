using ShmDashboard.SharedMemory.Room;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>What a plan says when there is no room for what it is about. Pure.</summary>
internal static class RoomRefusals
{
    /// <summary>The shortage as a sentence: tried what, on what, found what, what to do.</summary>
    public static Sentence Of(SegmentId target, long payloadBytes, Shortage shortage)
    {
        ulong needed = shortage.Needed, limit = shortage.Limit;
        return shortage.Kind switch
        {
            ShortageKind.Segments => Sentence.Of(
                $"Cannot create '{target}': all {limit:N0} System V segments that the kernel allows (kernel.shmmni) are taken. " +
                $"Remove some that nobody uses, or raise that number with sysctl."),
            ShortageKind.SegmentBytes => Sentence.Of(
                $"Cannot create '{target}': it would have {needed:N0} bytes, and the kernel allows {limit:N0} (kernel.shmmax). " +
                $"Send less, or raise that number with sysctl."),
            ShortageKind.SystemVBytes => Sentence.Of(
                $"Cannot create '{target}': it would have {needed:N0} bytes, and {limit:N0} bytes are left of what all System V segments may have together (kernel.shmall). " +
                $"Remove some that nobody uses, or raise that number with sysctl."),
            ShortageKind.SemaphoreSets => Sentence.Of(
                $"Cannot create '{target}': its lock needs a semaphore set, and all {limit:N0} that the kernel allows (kernel.sem, fourth number) are taken. " +
                $"Remove some that nobody uses, or raise that number with sysctl."),
            ShortageKind.Semaphores => Sentence.Of(
                $"Cannot create '{target}': its lock needs a semaphore, and all {limit:N0} that the kernel allows (kernel.sem, second number) are taken. " +
                $"Remove sets that nobody uses, or raise that number with sysctl."),
            _ => Sentence.Of(
                $"Cannot write {Amount.Bytes(payloadBytes)} to '{target}': {needed:N0} bytes of memory have to be taken for it, and {limit:N0} are left in /dev/shm. " +
                $"Remove what nobody uses, empty the trash, or enlarge it: mount -o remount,size=… /dev/shm"),
        };
    }
}
