using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.SharedMemory.Unnamed;

/// <summary>
/// How much of a mapping's beginning a process has touched (<c>/proc/pid/pagemap</c>, proc_pid_pagemap(5)): where memory may only
/// be read through a process, reading further would make the kernel allocate it.
/// </summary>
internal static class TouchedPages
{
    private const int PageBytes = 4096;
    private const int MostPages = 1024;
    private const ulong PresentOrSwapped = 3UL << 62;

    /// <summary>Bytes from the start on, at most 4 MiB; 0 when it may not be asked.</summary>
    internal static long CountBytes(ImmutableArray<Attachment> attachments)
    {
        byte[] entries = new byte[MostPages * sizeof(ulong)];
        foreach (var attachment in attachments.Where(attachment => attachment.FileOffset == 0).Take(4))
        {
            using var file = KernelFile.TryOpen(
                string.Create(CultureInfo.InvariantCulture, $"/proc/{attachment.Process.Pid}/pagemap"), out _);
            if (file is null)
                continue;

            int wanted = (int)Math.Min(attachment.LengthBytes / PageBytes, MostPages) * sizeof(ulong);
            int length;
            try
            {
                length = RandomAccess.Read(file, entries.AsSpan(0, wanted), (long)(attachment.Address / PageBytes) * sizeof(ulong));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            int pages = 0;
            while ((pages + 1) * sizeof(ulong) <= length &&
                (BinaryPrimitives.ReadUInt64LittleEndian(entries.AsSpan(pages * sizeof(ulong))) & PresentOrSwapped) != 0)
            {
                pages++;
            }

            return (long)pages * PageBytes;
        }

        return 0;
    }
}
