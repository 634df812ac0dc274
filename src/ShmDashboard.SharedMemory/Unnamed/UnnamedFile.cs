using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.SharedMemory.Unnamed;

/// <summary>
/// Opens memory without a name where somebody has it open (<c>/proc/pid/fd</c>), or mapped (<c>/proc/pid/map_files</c>, for root
/// only): for reading, never for writing.
/// </summary>
internal static class UnnamedFile
{
    // Whoever may not be looked into is often one of many of the same user.
    private const int Attempts = 8;

    /// <summary>Null when nobody's can be opened; its status all the same where that could be asked, else default.</summary>
    internal static SafeFileHandle? TryOpen(UnnamedMemory memory, out FileStatus status, out int errno) =>
        TryOpen(memory.Identity, memory.Descriptors, memory.Attachments, out status, out errno);

    /// <inheritdoc cref="TryOpen(UnnamedMemory, out FileStatus, out int)"/>
    internal static SafeFileHandle? TryOpen(
        SegmentIdentity identity, ImmutableArray<Descriptor> descriptors, ImmutableArray<Attachment> attachments,
        out FileStatus status, out int errno)
    {
        status = default;
        errno = Errno.ENOENT;
        foreach (string path in Paths(descriptors, attachments))
        {
            var file = KernelFile.TryOpenSame(path, identity.File, out var found, out errno);
            if (found.Inode == (ulong)identity.File.Inode && found.Identity == identity.File)
                status = found;

            if (file is not null)
                return file;
        }

        return null;
    }

    private static IEnumerable<string> Paths(ImmutableArray<Descriptor> descriptors, ImmutableArray<Attachment> attachments)
    {
        foreach (var descriptor in descriptors.DistinctBy(descriptor => descriptor.Process.Pid).Take(Attempts))
            yield return string.Create(CultureInfo.InvariantCulture, $"/proc/{descriptor.Process.Pid}/fd/{descriptor.Number}");

        foreach (var attachment in attachments.DistinctBy(attachment => attachment.Process.Pid).Take(Attempts))
        {
            ulong end = attachment.Address + (ulong)attachment.LengthBytes;
            yield return string.Create(
                CultureInfo.InvariantCulture, $"/proc/{attachment.Process.Pid}/map_files/{attachment.Address:x}-{end:x}");
        }
    }
}
