using System.Diagnostics;
using ShmDashboard.SharedMemory.Interop;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>
/// A System V semaphore set of one semaphore, used as Qt uses it (qtbase, qsystemsemaphore_systemv.cpp): 1 is free,
/// taking is -1 and releasing +1, both with SEM_UNDO. The kernel keeps the undo for the whole process (threads share it,
/// CLONE_SYSVSEM), so any thread may release.
/// </summary>
internal readonly record struct SemaphoreSet(int Id)
{
    /// <summary>Looks a set up without making one; asks for no right. Null with errno.</summary>
    internal static SemaphoreSet? Find(int key, out int errno)
    {
        int id = LibC.SemGet(key, 1, 0);
        errno = id < 0 ? Errno.Last : 0;
        return id < 0 ? null : new SemaphoreSet(id);
    }

    /// <summary>The semaphore's value; -1 with errno. Free of side effects, unlike any semop.</summary>
    internal int Value(out int errno, int index = 0) => Get(LibC.GETVAL, out errno, index);

    /// <summary>Who changed the value last (semop, SETVAL or exit); -1 with errno.</summary>
    internal int LastPid(out int errno, int index = 0) => Get(LibC.GETPID, out errno, index);

    /// <summary>How many wait to take it; -1 with errno.</summary>
    internal int Waiters(out int errno, int index = 0) => Get(LibC.GETNCNT, out errno, index);

    /// <summary>How many wait until it is zero, as where 0 is free; -1 with errno.</summary>
    internal int WaitersForZero(out int errno, int index = 0) => Get(LibC.GETZCNT, out errno, index);

    /// <summary>Owner, mode and time of the last semop.</summary>
    internal unsafe bool TryStat(out SemIdDs status, out int errno)
    {
        SemIdDs buffer = default;
        int result = LibC.SemCtl(Id, 0, LibC.IPC_STAT, (nint)(&buffer));
        errno = result < 0 ? Errno.Last : 0;
        status = buffer;
        return result >= 0;
    }

    /// <summary>Takes it: -1 with SEM_UNDO, waiting up to the timeout through interruptions.</summary>
    internal unsafe SemaphoreOutcome Take(TimeSpan timeout, out int errno)
    {
        var operation = new SemBuf(-1, LibC.SEM_UNDO);
        long start = Stopwatch.GetTimestamp();
        var left = timeout;
        while (true)
        {
            var wait = TimeSpec.From(left);
            if (LibC.SemTimedOp(Id, &operation, 1, &wait) == 0)
            {
                errno = 0;
                return SemaphoreOutcome.Done;
            }

            errno = Errno.Last;
            left = timeout - Stopwatch.GetElapsedTime(start);
            if (errno != Errno.EINTR)
                return Outcome(errno);

            // The runtime interrupts threads for its own purposes; what is left of the time goes on.
            left = left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>
    /// Gives it back only if it is still 0, in one atomic step. After a foreign SETVAL 1 a plain +1 would make 2, and two
    /// processes could hold the lock at once from then on. And if it is 0 but another process changed it last, that one
    /// has taken it after such a reset: then it is not ours to release either.
    /// </summary>
    internal unsafe SemaphoreOutcome Release(out int errno)
    {
        if (LastPid(out errno) != Environment.ProcessId && errno == 0)
            return SemaphoreOutcome.NotDone;

        var operations = stackalloc SemBuf[2];
        operations[0] = new SemBuf(0, LibC.IPC_NOWAIT);
        operations[1] = new SemBuf(+1, LibC.SEM_UNDO);
        while (LibC.SemTimedOp(Id, operations, 2, null) != 0)
        {
            errno = Errno.Last;
            if (errno != Errno.EINTR)
                return Outcome(errno);
        }

        errno = 0;
        return SemaphoreOutcome.Done;
    }

    private static SemaphoreOutcome Outcome(int errno) => errno switch
    {
        Errno.EAGAIN => SemaphoreOutcome.NotDone,
        Errno.EIDRM or Errno.EINVAL => SemaphoreOutcome.Gone,
        Errno.EACCES or Errno.EPERM => SemaphoreOutcome.Denied,
        _ => SemaphoreOutcome.Failed,
    };

    private int Get(int command, out int errno, int index)
    {
        int result = LibC.SemCtl(Id, index, command, 0);
        errno = result < 0 ? Errno.Last : 0;
        return result;
    }
}
