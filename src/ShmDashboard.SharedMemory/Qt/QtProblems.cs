using System.Globalization;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.SharedMemory.SystemV;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Qt;

/// <summary>What goes wrong with a segment of a Qt key: tried what, on what, found what, what to do.</summary>
internal static class QtProblems
{
    /// <summary>The lock was not to be had.</summary>
    public static QtSharedMemoryException TimedOut(string tried, string key, TimeSpan timeout, QtLock held) => new(
        QtSharedMemoryError.LockTimeout,
        string.Create(
            CultureInfo.InvariantCulture,
            $"Cannot {tried} shared memory '{key}' within {timeout.TotalSeconds:0.###} s: its lock ") +
            string.Create(CultureInfo.InvariantCulture, $"(semaphore set {held.Set.Id}) is held by {held.DescribeHolder()}. ") +
            "Wait until it is released, or end that process: the kernel then releases it.",
        Errno.EAGAIN)
    {
        Holder = held.Holder(),
        HeldSinceUtc = held.LastOperationUtc(),
    };

    /// <summary>A system call failed.</summary>
    public static QtSharedMemoryException Failed(
        string tried, string key, string keyFile, string call, int errno, bool creating, int systemVKey = 0)
    {
        (var error, string? found, string? remedy) = errno switch
        {
            Errno.EEXIST => (QtSharedMemoryError.AlreadyExists, DescribeExisting(systemVKey),
                "Attach it, or choose another key; one without attachments goes when somebody attaches and detaches."),
            Errno.ENOENT or Errno.EIDRM => (QtSharedMemoryError.NotFound, null,
                "Start the program that creates it; both must have the same TMPDIR and run in the same container, if in any."),
            Errno.EINVAL when creating => (QtSharedMemoryError.InvalidSize, null,
                "Ask for a size within kernel.shmmax; 'ipcs -lm' shows it."),
            Errno.EACCES or Errno.EPERM => (QtSharedMemoryError.PermissionDenied,
                "it belongs to another user, and Qt makes segments for their owner alone",
                "Run this program as that user, or choose another key."),
            Errno.ENOMEM or Errno.ENOSPC or Errno.EMFILE or Errno.ENFILE =>
                (QtSharedMemoryError.OutOfResources, (string?)null, (string?)null),
            Errno.EINVAL => (QtSharedMemoryError.NotFound, null, null),
            _ => (QtSharedMemoryError.UnknownError, null, null),
        };
        return new QtSharedMemoryException(
            error, Errno.Text(tried, $"shared memory '{key}' (key file '{keyFile}')", call, errno, found, remedy), errno);
    }

    private static string? DescribeExisting(int systemVKey)
    {
        int shmId = LibC.ShmGet(systemVKey, 0, 0);
        return shmId >= 0 && SystemVAttachment.TryStat(shmId, out var status, out _)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"segment {shmId} has {Amount.Bytes((long)status.SegmentSize)}, was made by process {status.CreatorPid} ") +
                string.Create(CultureInfo.InvariantCulture, $"and has {status.AttachCount} attached")
            : null;
    }
}
