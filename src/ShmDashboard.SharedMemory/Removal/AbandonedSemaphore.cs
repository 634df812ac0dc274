using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Removal;

/// <summary>
/// Releases a POSIX named semaphore on behalf of a holder that died: the kernel does not, and who waits waits for ever.
/// Only its users can know that the holder is dead; the caller has to have asked.
/// </summary>
public static class AbandonedSemaphore
{
    /// <summary>Posts it once, if it is still at zero.</summary>
    /// <param name="name">As in <c>sem_open(3)</c>, with or without slash, without <c>sem.</c>.</param>
    /// <param name="file">Device and inode of its file, as <see cref="LockReading.FileIdentity"/> had them when the release was decided.</param>
    /// <exception cref="RemovalException">It is gone or another, not held any more, or the kernel refuses.</exception>
    public static unsafe void Release(string name, (long Device, long Inode) file)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var subject = Sentence.Of($"semaphore '{name}'");
        var bytes = PathBytes.Encode(name.StartsWith('/') ? name : "/" + name, stackalloc byte[PathBytes.ScratchLength]);
        nint semaphore;
        fixed (byte* pointer = bytes)
            semaphore = LibC.SemOpen(pointer, 0);

        if (semaphore == 0)
        {
            int errno = Errno.Last;
            throw new RemovalException(Errno.IsGone(errno), Errno.Problem(Sentence.Of($"release {subject}"), "sem_open", errno));
        }

        try
        {
            // Asked after it was opened: a name that still leads to the file it led to then has led to it in between.
            if (!FileStatus.TryGet($"{PosixFiles.Directory}/{PosixFiles.SemaphorePrefix}{name.TrimStart('/')}", followLinks: false, out var status, out _) ||
                status.Identity != file)
            {
                throw new RemovalException(situationChanged: true,
                    Sentence.Of($"Cannot release {subject}: another one has its name now. Look again."));
            }

            int value;
            if (LibC.SemGetValue(semaphore, &value) != 0 || value > 0)
            {
                throw new RemovalException(situationChanged: true,
                    Sentence.Of($"Cannot release {subject}: it is free now. Nothing needs to be done."));
            }

            if (LibC.SemPost(semaphore) != 0)
                throw new RemovalException(situationChanged: false, Errno.Problem(Sentence.Of($"release {subject}"), "sem_post", Errno.Last));
        }
        finally
        {
            LibC.SemClose(semaphore);
        }
    }
}
