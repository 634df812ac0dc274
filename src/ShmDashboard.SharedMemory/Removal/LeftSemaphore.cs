using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Removal;

/// <summary>Takes the name of a POSIX semaphore away that nobody has open any more. Only its name: who opened it keeps it.</summary>
public static class LeftSemaphore
{
    /// <summary>Removes it, if it still is the one that was looked at.</summary>
    /// <param name="semaphore">As it was looked at.</param>
    /// <param name="posixDirectory">Where semaphores are files.</param>
    /// <exception cref="RemovalException">It is gone or another by now, or the kernel refuses.</exception>
    public static void Remove(PosixSemaphoreFacts semaphore, string posixDirectory = PosixFiles.Directory)
    {
        ArgumentNullException.ThrowIfNull(semaphore);
        var subject = Sentence.Of($"semaphore '{semaphore.Name}'");
        string path = $"{posixDirectory}/{PosixFiles.SemaphorePrefix}{semaphore.Name}";
        if (!FileStatus.TryGet(path, followLinks: false, out var status, out int errno))
            throw new RemovalException(Errno.IsGone(errno), Errno.Problem(Sentence.Of($"remove {subject}"), "statx", errno));

        if (status.Identity != semaphore.FileIdentity)
            throw new RemovalException(situationChanged: true, Sentence.Of($"Cannot remove {subject}: another one has its name now. Look again."));

        errno = KernelFile.Unlink(path);
        if (errno != 0)
            throw new RemovalException(Errno.IsGone(errno), Errno.Problem(Sentence.Of($"remove {subject}"), "unlink", errno));
    }
}
