using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.SharedMemory.SystemV;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Removal;

/// <summary>
/// Removes a System V segment to which nobody is attached, with its Qt key files and lock, as the last Qt program would
/// have done had it not crashed. This cannot be undone: the kernel frees the memory.
/// </summary>
public static class StaleSegment
{
    private static readonly TimeSpan s_lockTimeout = TimeSpan.FromMilliseconds(200);

    /// <summary>Removes it.</summary>
    /// <param name="segment">As it was looked at when the removal was decided; its number and key must still be these.</param>
    /// <exception cref="RemovalException">
    /// Somebody is attached, it is another segment by now, its lock is held, or the kernel refuses. Nothing was removed.
    /// </exception>
    public static RemovedSegment Remove(SegmentFacts segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        int shmId = segment.SystemV?.ShmId ?? throw new ArgumentException("Only System V segments are removed by number.", nameof(segment));
        var subject = Sentence.Of($"segment '{segment.Name}' (id {shmId})");
        CheckUnused(segment, shmId, subject);

        // Under Qt's lock nobody can attach between our last look and the removal.
        var set = QtSystemVLock.Find(segment);
        if (set is { } taken)
        {
            switch (taken.Take(s_lockTimeout, out int errno))
            {
                case SemaphoreOutcome.Done:
                    break;
                case SemaphoreOutcome.NotDone:
                    throw new RemovalException(situationChanged: true,
                        Sentence.Of($"Cannot remove {subject}: its lock is held by process {taken.LastPid(out _)}. Look who that is, and try again."));
                case SemaphoreOutcome.Gone:
                    set = null;
                    break;
                default:
                    throw Refused(subject, "semop", errno);
            }
        }

        bool removed = false;
        try
        {
            CheckUnused(segment, shmId, subject);
            var files = ImmutableArray.CreateBuilder<string>();
            RemoveSegment(segment, shmId, subject, files);
            removed = true;
            int? setId = set is { } held && RemoveLock(segment, held, files) ? held.Id : null;
            return new RemovedSegment(files.ToImmutable(), setId);
        }
        finally
        {
            if (!removed)
                set?.Release(out _);
        }
    }

    private static void CheckUnused(SegmentFacts segment, int shmId, Sentence subject)
    {
        if (!SystemVAttachment.TryStat(shmId, out var status, out int errno))
        {
            throw new RemovalException(situationChanged: Errno.IsGone(errno),
                Errno.Problem(Sentence.Of($"remove {subject}"), "shmctl", errno));
        }

        if (status.Permission.Key != segment.SystemV?.Key)
        {
            throw new RemovalException(situationChanged: true,
                Sentence.Of($"Cannot remove {subject}: that number belongs to another segment by now. Look again."));
        }

        if (status.AttachCount > 0)
        {
            throw new RemovalException(situationChanged: true,
                Sentence.Of($"Cannot remove {subject}: {status.AttachCount} attached now. Only what nobody uses is removed; look again."));
        }
    }

    private static unsafe void RemoveSegment(
        SegmentFacts segment, int shmId, Sentence subject, ImmutableArray<string>.Builder files)
    {
        bool fileIsIts = segment.Qt?.KeyFilePath is { } path && QtKeyFile.TryKeyOf(path) == segment.SystemV?.Key;
        if (LibC.ShmCtl(shmId, LibC.IPC_RMID, null) != 0)
            throw Refused(subject, "shmctl", Errno.Last);
        if (fileIsIts && KernelFile.Unlink(segment.Qt!.KeyFilePath!) == 0)
            files.Add(segment.Qt.KeyFilePath!);
    }

    private static bool RemoveLock(SegmentFacts segment, SemaphoreSet held, ImmutableArray<string>.Builder files)
    {
        // While we hold it: whoever waits gets EIDRM, makes a new set and goes on (qsystemsemaphore_systemv.cpp).
        string? path = segment.Qt?.LockFilePath;
        if (path is not null && QtKeyFile.TryKeyOf(path) is { } key && SemaphoreSet.Find(key, out _) == held &&
            KernelFile.Unlink(path) == 0)
        {
            files.Add(path);
        }

        if (LibC.SemCtl(held.Id, 0, LibC.IPC_RMID, 0) == 0)
            return true;
        held.Release(out _);
        return false;
    }

    private static RemovalException Refused(Sentence subject, string call, int errno) =>
        new(situationChanged: Errno.IsGone(errno), Errno.Problem(Sentence.Of($"remove {subject}"), call, errno));
}
