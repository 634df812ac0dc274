using System.Diagnostics;
using System.Globalization;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.SharedMemory.Qt;

/// <summary>
/// Qt's lock from the side of a peer that uses it: makes the key file and the semaphore set if they are missing, as
/// <c>QSystemSemaphore</c> in mode Open does, and makes them again when their owner removed them. Not thread-safe: its
/// owner takes care.
/// </summary>
internal sealed class QtLock
{
    private const uint KeyFileMode = 0x1A0; // 0640, as Qt
    private const int SetMode = 0x180; // 0600, as Qt
    private const int MakingAttempts = 16;
    private const int StrangerAttempts = 4;
    private static readonly TimeSpan s_cancellationGrain = TimeSpan.FromMilliseconds(20);

    private readonly string _key;

    private QtLock(string key, string path)
    {
        _key = key;
        Path = path;
    }

    internal string Path { get; }

    internal SemaphoreSet Set { get; private set; }

    /// <summary>We made the present set, and are to remove it when nobody needs it any more.</summary>
    internal bool Made { get; private set; }

    /// <summary>The value is one that lets two in at once.</summary>
    internal bool IsAboveOne => Set.Value(out _) > 1;

    /// <exception cref="QtSharedMemoryException">It cannot be made or may not be used.</exception>
    internal static QtLock Open(string key, string path)
    {
        var result = new QtLock(key, path);
        result.FindOrMake();
        return result;
    }

    /// <summary>Takes the lock; false when the time ran out.</summary>
    /// <exception cref="QtSharedMemoryException">The semaphore failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, noticed within 20 ms.</exception>
    internal bool TryTake(TimeSpan timeout, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        int remade = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var left = timeout == Timeout.InfiniteTimeSpan
                ? TimeSpan.FromSeconds(1)
                : timeout - Stopwatch.GetElapsedTime(start);
            bool lastAttempt = left <= TimeSpan.Zero;
            var wait = lastAttempt ? TimeSpan.Zero : left;
            if (cancellationToken.CanBeCanceled && wait > s_cancellationGrain)
                wait = s_cancellationGrain;

            switch (Set.Take(wait, out int errno))
            {
                case SemaphoreOutcome.Done:
                    return true;
                case SemaphoreOutcome.NotDone when lastAttempt:
                    return false;
                case SemaphoreOutcome.NotDone:
                    break;
                case SemaphoreOutcome.Gone when remade++ < MakingAttempts:
                    // Its owner went and took it along; the rest of us goes on with a new one.
                    FindOrMake();
                    break;
                default:
                    throw Failure(
                        Errno.IsDenied(errno) ? QtSharedMemoryError.PermissionDenied : QtSharedMemoryError.LockError,
                        "take the lock of", "semop", errno);
            }
        }
    }

    /// <summary>Gives the lock back, unless it is not ours any more (reset or removed by another program).</summary>
    internal SemaphoreOutcome Release() => Set.Release(out _);

    /// <summary>While holding it: removes file and set. Whoever waits makes a new one and goes on.</summary>
    internal void Remove()
    {
        if (QtKeyFile.TryKeyOf(Path) is { } key && SemaphoreSet.Find(key, out _) == Set)
            KernelFile.Unlink(Path);

        LibC.SemCtl(Set.Id, 0, LibC.IPC_RMID, 0);
        Made = false;
    }

    /// <summary>
    /// A value above 1 lets two hold the lock at once; a value of 0 that no process ever changed is that of a set whose
    /// maker died before it set it up, and would be waited for in vain. Sets both right; the caller has made sure that
    /// nobody is attached.
    /// </summary>
    /// <returns>Whether there was something to repair.</returns>
    internal bool RepairIfDamaged()
    {
        int value = Set.Value(out int errno);
        bool damaged = errno == 0 &&
            (value > 1 || (value == 0 && Set.LastPid(out _) == 0 && Set.TryStat(out var status, out _) &&
                status.OperationTime == 0));
        return damaged && LibC.SemCtl(Set.Id, 0, LibC.SETVAL, 1) == 0;
    }

    /// <summary>Who holds it, for messages: "viewer (process 4711) since 12:03:04 UTC; 2 more wait".</summary>
    internal string DescribeHolder()
    {
        int waiters = Set.Waiters(out _);
        var holder = Holder();
        string who = holder.Name is { } name
            ? string.Create(CultureInfo.InvariantCulture, $"{name} (process {holder.Pid})")
            : string.Create(CultureInfo.InvariantCulture, $"process {holder.Pid}");
        string since = LastOperationUtc() is { } moment
            ? " since " + moment.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)
            : "";
        string others = waiters > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {waiters} more wait") : "";
        return who + since + others;
    }

    /// <summary>The process of the last operation: the holder, while the lock is held.</summary>
    internal ProcessRef Holder() => new ProcessDirectory(TimeProvider.System).Look(Set.LastPid(out _));

    /// <summary>When that was, to the second; null where nobody ever operated on it.</summary>
    internal DateTimeOffset? LastOperationUtc() => Set.TryStat(out var status, out _) && status.OperationTime > 0
        ? DateTimeOffset.FromUnixTimeSeconds(status.OperationTime)
        : null;

    private void FindOrMake()
    {
        var spin = new SpinWait();
        for (int attempt = 0; attempt < MakingAttempts; attempt++)
        {
            MakeKeyFile(Path, _key, "the lock of");
            if (QtKeyFile.TryKeyOf(Path) is not { } key)
            {
                continue; // Its owner removed it between these two lines.
            }

            int id = LibC.SemGet(key, 1, LibC.IPC_CREAT | LibC.IPC_EXCL | SetMode);
            int errno = id < 0 ? Errno.Last : 0;
            if (id >= 0)
            {
                Set = new SemaphoreSet(id);
                Made = true;
                if (LibC.SemCtl(id, 0, LibC.SETVAL, 1) < 0 && !Errno.IsGone(errno = Errno.Last))
                    throw Failure(QtSharedMemoryError.LockError, "set up the lock of", "semctl", errno);

                return;
            }

            if (errno == Errno.EEXIST)
            {
                id = LibC.SemGet(key, 1, SetMode);
                errno = id < 0 ? Errno.Last : 0;
                if (id >= 0)
                {
                    Set = new SemaphoreSet(id);
                    Made = false;
                    return;
                }
            }

            // A file system gives a freed inode out again at once, so our new file may have the identity of one just removed
            // by another user whose set is about to go: that stranger is looked at more than once.
            if (!Errno.IsGone(errno) && !(Errno.IsDenied(errno) && attempt < StrangerAttempts))
            {
                throw Failure(
                    errno switch
                    {
                        Errno.EACCES or Errno.EPERM => QtSharedMemoryError.PermissionDenied,
                        Errno.ENOSPC or Errno.ENOMEM => QtSharedMemoryError.OutOfResources,
                        _ => QtSharedMemoryError.LockError,
                    },
                    "use the lock of", "semget", errno);
            }

            spin.SpinOnce();
        }

        throw new QtSharedMemoryException(
            QtSharedMemoryError.LockError,
            $"Cannot use the lock of shared memory '{_key}': other programs removed it {MakingAttempts} times while it " +
            "was being made. Find out which program comes and goes that fast.");
    }

    /// <summary>
    /// Makes an empty key file if there is none. Never opens an existing one: <c>O_CREAT</c> alone on another user's file
    /// in a sticky directory is refused (fs.protected_regular). Returns whether it was made.
    /// </summary>
    internal static bool MakeKeyFile(string path, string key, string what)
    {
        using var file = KernelFile.TryOpen(
            path, LibC.O_RDWR | LibC.O_CREAT | LibC.O_EXCL | LibC.O_CLOEXEC, KeyFileMode, out int errno);
        if (file is null && errno != Errno.EEXIST)
        {
            throw new QtSharedMemoryException(
                errno switch
                {
                    Errno.EACCES or Errno.EPERM or Errno.EROFS => QtSharedMemoryError.PermissionDenied,
                    Errno.ENOSPC or Errno.EMFILE or Errno.ENFILE or Errno.ENOMEM => QtSharedMemoryError.OutOfResources,
                    _ => QtSharedMemoryError.KeyError,
                },
                Errno.Text(
                    $"make the key file '{path}' for {what}", $"shared memory '{key}'", "open", errno, null,
                    errno switch
                    {
                        Errno.ENOENT or Errno.ENOTDIR => "Make that directory, or set TMPDIR as the other programs have it.",
                        Errno.ENOSPC => "Make room on that file system.",
                        _ => null,
                    }),
                errno);
        }

        return file is not null;
    }

    private QtSharedMemoryException Failure(QtSharedMemoryError error, string tried, string call, int errno) => new(
        error,
        Errno.Text(
            tried, $"shared memory '{_key}' (key file '{Path}')", call, errno,
            Errno.IsDenied(errno) ? "it belongs to another user, and Qt makes locks for their owner alone" : null,
            Errno.IsDenied(errno) ? "Run this program as that user, or choose another key." : null),
        errno);
}
