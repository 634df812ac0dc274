using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.SystemV;

/// <summary>What a Qt program could not do because we were attached. Thread-safe.</summary>
internal sealed class TidyingUp(ProcessDirectory processes)
{
    private static readonly TimeSpan s_tidyingLockTimeout = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// After an attach without the lock. A Qt program removes the segment when its own detach leaves nobody attached; while
    /// we were, it saw one and left the segment behind. Then, and only then, we do what it would have done: it left while
    /// we were attached, and left cleanly (it lives on, or took its lock file with it). After a crash, and of what was
    /// abandoned before us, everything stays: a stale segment is for its user to see.
    /// </summary>
    /// <param name="segment">The segment.</param>
    /// <param name="attachments">Who had it mapped at the last scan.</param>
    /// <param name="before">The lock before our attach.</param>
    /// <param name="atFirst">IPC_STAT before our attach.</param>
    /// <param name="atLast">IPC_STAT before our detach.</param>
    internal void TidyUpForOthers(
        SegmentFacts segment, ImmutableArray<Attachment> attachments, LockReading before, in ShmIdDs atFirst,
        in ShmIdDs atLast)
    {
        if (segment.SystemV?.ShmId is not { } shmId ||
            segment.Qt is not { KeyFile: QtKeyFileState.Matched, KeyFilePath: { } keyFile, LockFilePath: { } lockFile } ||
            !IsAbandoned(shmId, segment) ||
            (before.State == LockState.None && HasVanished(lockFile) && !LeftSince(atLast)) || // No Qt program: its detach makes a lock.
            !LeftCleanly(attachments, before, atFirst, atLast, lockFile))
        {
            return;
        }

        var set = QtSystemVLock.Find(segment);
        if (set is { } lockSet && lockSet.Take(s_tidyingLockTimeout, out _) is not
            (SemaphoreOutcome.Done or SemaphoreOutcome.Gone))
        {
            return; // Somebody is just coming in.
        }

        try
        {
            if (IsAbandoned(shmId, segment) && QtKeyFile.TryKeyOf(keyFile) == segment.SystemV?.Key)
            {
                RemoveSegment(shmId);
                KernelFile.Unlink(keyFile);
            }
        }
        finally
        {
            set?.Release(out _);
        }
    }

    // Its lock has gone with it, and somebody lives who detached beside us: a Qt program makes a lock for that and takes it along.
    private bool LeftSince(in ShmIdDs atLast) =>
        atLast.AttachCount == 1 && IsAliveAndNot(Environment.ProcessId, atLast.LastPid);

    private static bool IsAbandoned(int shmId, SegmentFacts segment) =>
        SystemVAttachment.TryStat(shmId, out var now, out _) && now.AttachCount == 0 &&
        now.Permission.Key == segment.SystemV?.Key && (now.Permission.Mode & LibC.SHM_DEST) == 0;

    private bool LeftCleanly(
        ImmutableArray<Attachment> attachments, LockReading before, in ShmIdDs atFirst, in ShmIdDs atLast,
        string lockFile)
    {
        int self = Environment.ProcessId;

        // Only we were left. Our attach made us the last operator, so whoever is that now came or went since; and as it is
        // not attached, it went.
        if (atLast.AttachCount == 1 && atLast.LastPid != self)
            return processes.IsAlive(atLast.LastPid) || HasVanished(lockFile);

        // It left in the instant before our attach or before our detach, whose trace covered its own. It is not known who;
        // that one of those who can have been it lives must do.
        if (atFirst.AttachCount > 0 || atLast.AttachCount > 1)
        {
            return IsAliveAndNot(self, atFirst.LastPid) || IsAliveAndNot(self, atFirst.CreatorPid) ||
                attachments.Any(attachment => IsAliveAndNot(self, attachment.Process.Pid)) || HasVanished(lockFile);
        }

        // Nobody was attached before us: abandoned, unless the last one was just between detaching and counting.
        return before.State == LockState.Held && before.LastPid == atFirst.LastPid && IsAliveAndNot(self, atFirst.LastPid);
    }

    private bool IsAliveAndNot(int self, int pid) => pid != self && processes.IsAlive(pid);

    private static bool HasVanished(string lockFile) =>
        !FileStatus.TryGet(lockFile, followLinks: true, out _, out int errno) && errno == Errno.ENOENT;

    private static unsafe void RemoveSegment(int shmId) => LibC.ShmCtl(shmId, LibC.IPC_RMID, null);
}
