using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.SharedMemory.SystemV;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Removal;

/// <summary>
/// Repairs a Qt lock whose value has risen above 1, so that one process at a time can hold it again. Done by taking the
/// surplus away in one atomic step, not by setting a value: whoever takes or releases the lock meanwhile is not undone.
/// </summary>
public static class DamagedLock
{
    /// <summary>Takes the surplus away.</summary>
    /// <param name="segment">Whose lock.</param>
    /// <returns>The value before.</returns>
    /// <exception cref="RemovalException">The lock is gone, is not damaged any more, or the kernel refuses.</exception>
    public static unsafe int Repair(SegmentFacts segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        var subject = Sentence.Of($"the lock of '{segment.Name}'");
        if (QtSystemVLock.Find(segment) is not { } set)
        {
            throw new RemovalException(situationChanged: true,
                Sentence.Of($"Cannot repair {subject}: it has none any more. Nothing needs to be done."));
        }

        int value = set.Value(out int errno);
        if (value < 0)
            throw new RemovalException(Errno.IsGone(errno), Errno.Problem(Sentence.Of($"repair {subject}"), "semctl", errno));
        if (value < 2)
        {
            throw new RemovalException(situationChanged: true,
                Sentence.Of($"Cannot repair {subject}: its value is {value} now, which is as it should be. Nothing needs to be done."));
        }

        var surplus = new SemBuf((short)(1 - value), LibC.IPC_NOWAIT);
        TimeSpec none = default;
        if (LibC.SemTimedOp(set.Id, &surplus, 1, &none) == 0)
            return value;
        errno = Errno.Last;
        throw new RemovalException(errno == Errno.EAGAIN || Errno.IsGone(errno), Errno.Problem(Sentence.Of($"repair {subject}"), "semop", errno));
    }
}
