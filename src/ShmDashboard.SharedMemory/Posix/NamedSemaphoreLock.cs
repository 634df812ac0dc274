using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Kinds;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.Posix;

/// <summary>
/// The lock of a POSIX segment: the semaphore of Qt's legacy name, else that of the segment's own name, as Qt 6.6's native keys and
/// others have it. Stateless.
/// </summary>
/// <param name="directory">Where POSIX semaphores are files.</param>
internal sealed class NamedSemaphoreLock(string directory) : ISegmentLocks
{
    /// <inheritdoc/>
    public LockReading Read(SegmentFacts segment, SemaphoreNames? listed)
    {
        bool qtLegacy = segment.Qt?.LockFilePath is not null;
        string name = (segment.Qt?.LockFilePath ?? segment.Posix?.FileName ?? "").TrimStart('/');
        if (listed?.Contains(name) == false)
            return new LockReading { State = LockState.None };

        using var file = KernelFile.TryOpen(
            $"{directory}/{PosixFiles.SemaphorePrefix}{name}",
            LibC.O_RDONLY | LibC.O_CLOEXEC | LibC.O_NOFOLLOW | LibC.O_NONBLOCK, 0, out int errno);
        if (file is null)
        {
            return Errno.IsDenied(errno)
                ? LockProblems.Denied(LockKind.PosixSemaphore, $"'{segment.Name}'", segment.OwnerName, "open", errno)
                : new LockReading { State = LockState.None };
        }

        Span<byte> bytes = stackalloc byte[PosixSemaphoreFile.LengthBytes];
        if (!FileStatus.TryGet(file, out var status, out _) || !status.IsRegular)
            return new LockReading { State = LockState.None };

        int length = KernelFile.Read(file, bytes, out _);
        return PosixSemaphoreFile.Parse(bytes[..Math.Max(length, 0)], qtLegacy) with { FileIdentity = status.Identity };
    }
}
