using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.SystemV;

namespace ShmDashboard.SharedMemory.Qt;

/// <summary>How a segment of a Qt key is made and found: under Qt's lock, by its key file. Thread-safe.</summary>
internal static class QtOpening
{
    public const int SegmentMode = 0x180; // 0600, as Qt

    /// <summary>Throws for a key that cannot be one.</summary>
    public static void CheckKey(string key, string tried)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Length == 0)
        {
            throw new QtSharedMemoryException(
                QtSharedMemoryError.KeyError,
                $"Cannot {tried} shared memory: the key is empty. Give the key that the other programs use.");
        }
    }

    /// <summary>Opens under the lock, which is released afterwards.</summary>
    public static QtSharedMemory Open(
        string key, string tried, QtSharedMemoryOptions options, Func<string, QtLock, QtSharedMemory> open)
    {
        string keyFile = QtNativeKey.Legacy(key, QtKeyPurpose.Segment, QtIpcType.SystemV, options.TempPath).Value;
        var held = QtLock.Open(key, QtKeyFile.LockPathOf(keyFile));
        if (held.IsAboveOne && IsUnattached(keyFile))
            held.RepairIfDamaged();

        // A set still being made by another program looks damaged for an instant: hence repaired only after the wait.
        if (!held.TryTake(options.LockTimeout, CancellationToken.None) &&
            !(IsUnattached(keyFile) && held.RepairIfDamaged() && held.TryTake(options.LockTimeout, CancellationToken.None)))
        {
            throw QtProblems.TimedOut(tried, key, options.LockTimeout, held);
        }

        QtSharedMemory? opened = null;
        try
        {
            opened = open(keyFile, held);
            return opened;
        }
        finally
        {
            // A lock made for an attempt that failed is of no use to anybody.
            if (opened is null && held.Made && IsUnattached(keyFile))
                held.Remove();
            else
                held.Release();
        }
    }

    /// <summary>Makes the segment, in place of an abandoned one where that is wanted.</summary>
    public static int MakeSegment(string key, string keyFile, int systemVKey, long sizeBytes, QtSharedMemoryOptions options)
    {
        const int Flags = LibC.IPC_CREAT | LibC.IPC_EXCL | SegmentMode;
        int shmId = LibC.ShmGet(systemVKey, (nuint)sizeBytes, Flags);
        int errno = shmId < 0 ? Errno.Last : 0;
        if (errno == Errno.EEXIST && options.ReplaceAbandoned && LibC.ShmGet(systemVKey, 0, 0) is >= 0 and var abandoned &&
            SystemVAttachment.TryStat(abandoned, out var status, out _) && status.AttachCount == 0)
        {
            RemoveSegment(abandoned);
            shmId = LibC.ShmGet(systemVKey, (nuint)sizeBytes, Flags);
            errno = shmId < 0 ? Errno.Last : 0;
        }

        return shmId >= 0 ? shmId : throw QtProblems.Failed("create", key, keyFile, "shmget", errno, creating: true, systemVKey);
    }

    /// <summary>The System V key of a key file.</summary>
    public static int KeyOf(string keyFile, string key, string tried) =>
        FileStatus.TryGet(keyFile, followLinks: true, out var status, out int errno)
            ? QtKeyFile.KeyOf(status)
            : throw QtProblems.Failed(tried, key, keyFile, "stat", errno, creating: false);

    /// <summary>Marks it for removal; gone with the last detach.</summary>
    public static unsafe void RemoveSegment(int shmId) => LibC.ShmCtl(shmId, LibC.IPC_RMID, null);

    private static bool IsUnattached(string keyFile)
    {
        if (QtKeyFile.TryKeyOf(keyFile) is not { } key)
            return true;

        int shmId = LibC.ShmGet(key, 0, 0);
        return shmId < 0
            ? Errno.Last == Errno.ENOENT
            : SystemVAttachment.TryStat(shmId, out var status, out _) && status.AttachCount == 0;
    }
}
