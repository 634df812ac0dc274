using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.SharedMemory.SystemV;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Removal;

/// <summary>
/// Sets a Qt lock free that nobody is left to release. The kernel undoes what a dying Qt program did to it; a program that
/// took it without SEM_UNDO, or died between making the set and setting it up, leaves it at 0 for ever.
/// </summary>
public static class AbandonedLock
{
    /// <summary>Whether it is a Qt lock at 0, and whoever took it has ended or nobody ever did anything with it.</summary>
    /// <param name="status">The lock.</param>
    /// <remarks>
    /// A holder in another pid namespace shows as process 0 too, but with a time of its operation: it may live. A set that
    /// is just being made looks abandoned for some microseconds: look twice.
    /// </remarks>
    public static bool Is(LockStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return status is { Kind: LockKind.QtSystemV, State: LockState.Held, SemaphoreId: not null } &&
            (status.Holder is { Pid: > 0 } holder ? !holder.Alive : status.LastOperationUtc is null);
    }

    /// <summary>The same of a single look.</summary>
    /// <param name="reading">The lock.</param>
    /// <param name="processes">Tells who lives.</param>
    public static bool Is(LockReading reading, ProcessDirectory processes)
    {
        ArgumentNullException.ThrowIfNull(processes);
        return Is(new LockStatus
        {
            State = reading.State,
            Kind = reading.Kind,
            SemaphoreId = reading.SemaphoreId,
            LastOperationUtc = reading.LastOperationUtc,
            Holder = reading.LastPid > 0 ? processes.Look(reading.LastPid) : null,
        });
    }

    /// <summary>Whether a lock of any kind has nobody left who could give it back.</summary>
    public static bool IsNobodys(LockStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return status.HolderEnded || Is(status);
    }

    /// <summary>Sets it free in one atomic step, if it still is as it was met.</summary>
    /// <param name="segment">Whose lock.</param>
    /// <param name="met">The reading by which that was decided.</param>
    /// <exception cref="RemovalException">It is gone, another, not at 0 any more, or the kernel refuses.</exception>
    public static unsafe void Release(SegmentFacts segment, LockReading met)
    {
        ArgumentNullException.ThrowIfNull(segment);
        var subject = Sentence.Of($"the lock of '{segment.Name}'");
        if (QtSystemVLock.Find(segment) is not { } set || set.Id != met.SemaphoreId || set.LastPid(out _) != met.LastPid)
        {
            throw new RemovalException(situationChanged: true,
                Sentence.Of($"Cannot release {subject}: somebody else has used it since, or it was made anew. Look again."));
        }

        var ifZeroThenOne = stackalloc SemBuf[2] { new(0, LibC.IPC_NOWAIT), new(1, LibC.IPC_NOWAIT) };
        TimeSpec none = default;
        if (LibC.SemTimedOp(set.Id, ifZeroThenOne, 2, &none) == 0)
            return;
        int errno = Errno.Last;
        throw new RemovalException(errno == Errno.EAGAIN || Errno.IsGone(errno), Errno.Problem(Sentence.Of($"release {subject}"), "semop", errno));
    }
}
