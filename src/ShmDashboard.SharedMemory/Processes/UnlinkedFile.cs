using System.Collections.Immutable;

namespace ShmDashboard.SharedMemory.Processes;

/// <summary>
/// A file of <c>/dev/shm</c> that has lost its name but is still mapped: an unlinked segment, or the semaphore of
/// whoever made it (glibc makes it under a temporary name).
/// </summary>
/// <param name="Name">The name it had, without the directory.</param>
/// <param name="FileIdentity">Device and inode.</param>
/// <param name="Attachments">Who has it mapped, in order of pid.</param>
public sealed record UnlinkedFile(
    string Name, (long Device, long Inode) FileIdentity, ImmutableArray<Attachment> Attachments);
