using System.Globalization;
using ShmDashboard.Monitoring.Wording;
using ShmDashboard.SharedMemory.Room;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>What a plan says when there is no room for what it is about. Pure.</summary>
internal static class RoomRefusals
{
    /// <summary>The shortage as a sentence: tried what, on what, found what, what to do.</summary>
    public static Sentence Of(SegmentId target, long payloadBytes, Shortage shortage)
    {
        string payload = Number((ulong)payloadBytes), needed = Number(shortage.Needed), limit = Number(shortage.Limit);
        return shortage.Kind switch
        {
            ShortageKind.Segments => Sentence.Of(
                $"Cannot create '{target}': all {limit} System V segments that the kernel allows (kernel.shmmni) are taken. " +
                $"Remove some that nobody uses, or raise that number with sysctl."),
            ShortageKind.SegmentBytes => Sentence.Of(
                $"Cannot create '{target}': it would have {needed} bytes, and the kernel allows {limit} (kernel.shmmax). " +
                $"Send less, or raise that number with sysctl."),
            ShortageKind.SystemVBytes => Sentence.Of(
                $"Cannot create '{target}': it would have {needed} bytes, and {limit} bytes are left of what all System V segments may have together (kernel.shmall). " +
                $"Remove some that nobody uses, or raise that number with sysctl."),
            ShortageKind.SemaphoreSets => Sentence.Of(
                $"Cannot create '{target}': its lock needs a semaphore set, and all {limit} that the kernel allows (kernel.sem, fourth number) are taken. " +
                $"Remove some that nobody uses, or raise that number with sysctl."),
            ShortageKind.Semaphores => Sentence.Of(
                $"Cannot create '{target}': its lock needs a semaphore, and all {limit} that the kernel allows (kernel.sem, second number) are taken. " +
                $"Remove sets that nobody uses, or raise that number with sysctl."),
            _ => Sentence.Of(
                $"Cannot write {payload} bytes to '{target}': {needed} bytes of memory have to be taken for it, and {limit} are left in /dev/shm. " +
                $"Remove what nobody uses, empty the trash, or enlarge it: mount -o remount,size=… /dev/shm"),
        };
    }

    private static string Number(ulong value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
