using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Kinds;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.SystemV;

/// <summary>The lock of a System V segment: the semaphore set that its Qt lock file leads to. Stateless.</summary>
internal sealed class QtSystemVLock : ISegmentLocks
{
    private const int ConsistencyAttempts = 3;

    /// <summary>The segment's System V lock set without looking into it; null when it has none now.</summary>
    public static SemaphoreSet? Find(SegmentFacts segment) =>
        segment is { SystemV: not null, Qt.LockFilePath: { } path } && QtKeyFile.TryKeyOf(path) is { } key
            ? SemaphoreSet.Find(key, out _)
            : null;

    /// <inheritdoc/>
    public LockReading Read(SegmentFacts segment, SemaphoreNames? listed)
    {
        // Twice: a set removed between finding and asking may have been made anew at once.
        var reading = Once(segment);
        return reading is { State: LockState.None, SemaphoreId: not null } ? Once(segment) : reading;
    }

    private static LockReading Once(SegmentFacts segment)
    {
        if (segment.Qt?.LockFilePath is not { } path)
            return new LockReading { State = LockState.None };

        if (!FileStatus.TryGet(path, followLinks: true, out var status, out int errno))
        {
            return Errno.IsDenied(errno)
                ? LockProblems.Denied(LockKind.QtSystemV, $"'{segment.Name}'", segment.OwnerName, "stat", errno)
                : new LockReading { State = LockState.None, Kind = LockKind.QtSystemV };
        }

        if (SemaphoreSet.Find(QtKeyFile.KeyOf(status), out errno) is not { } set)
        {
            return Errno.IsDenied(errno)
                ? LockProblems.Denied(LockKind.QtSystemV, $"'{segment.Name}'", segment.OwnerName, "semget", errno)
                : new LockReading { State = LockState.None, Kind = LockKind.QtSystemV };
        }

        return Read(set, $"'{segment.Name}'", segment.OwnerName);
    }

    /// <summary>The state of a set; who owns what it belongs to is told when that may not be looked at.</summary>
    private static LockReading Read(SemaphoreSet set, string subject, string owner)
    {
        int value = set.Value(out int errno);
        int pid = 0;
        for (int attempt = 0; errno == 0 && attempt < ConsistencyAttempts; attempt++)
        {
            // Value, pid, value: only between two equal values does the pid belong to the value.
            int before = value;
            pid = set.LastPid(out errno);
            if (errno == 0)
                value = set.Value(out errno);

            if (value == before)
                break;
        }

        int waiters = errno == 0 ? set.Waiters(out errno) : 0;
        SemIdDs status = default;
        if (errno == 0)
            set.TryStat(out status, out errno);

        if (errno != 0)
        {
            return Errno.IsDenied(errno)
                ? LockProblems.Denied(LockKind.QtSystemV, subject, owner, "semctl", errno, set.Id)
                : new LockReading { State = LockState.None, Kind = LockKind.QtSystemV, SemaphoreId = set.Id };
        }

        return new LockReading
        {
            State = value switch { 0 => LockState.Held, 1 => LockState.Free, _ => LockState.Damaged },
            Kind = LockKind.QtSystemV,
            SemaphoreId = set.Id,
            Value = value,
            LastPid = pid,
            WaiterCount = waiters,
            LastOperationUtc = KernelRow.Time(status.OperationTime),
            Problem = value > 1 ? LockProblems.Damaged(value) : null,
        };
    }
}
