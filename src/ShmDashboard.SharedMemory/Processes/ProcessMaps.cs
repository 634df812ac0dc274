using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using ShmDashboard.SharedMemory.Interop;

namespace ShmDashboard.SharedMemory.Processes;

/// <summary>
/// One process's <c>/proc/pid/maps</c>, held open: it stays bound to the memory of the process it was opened for, so a
/// later process with the same pid cannot be mistaken for it. Asks the kernel for shared mappings only
/// (<c>PROCMAP_QUERY</c>, Linux 6.11) and reads the text where that is not known. Not thread-safe.
/// </summary>
internal sealed class ProcessMaps : IDisposable
{
    private const int PathMax = 4096;
    private static volatile bool s_queryMissing;

    private readonly SafeFileHandle _file;
    private readonly SharedMemoryDevices _devices;

    private ProcessMaps(SafeFileHandle file, SharedMemoryDevices devices)
    {
        _file = file;
        _devices = devices;
    }

    /// <summary>For tests: read the text although the kernel could be asked.</summary>
    internal bool ReadText { get; init; }

    /// <summary>Null with errno: EACCES for another user's process, ENOENT when it has gone.</summary>
    internal static ProcessMaps? TryOpen(int pid, SharedMemoryDevices devices, out int errno, bool readText = false)
    {
        var file = KernelFile.TryOpen(
            string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/maps"), out errno);
        return file is null ? null : new ProcessMaps(file, devices) { ReadText = readText };
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Adds every shared-memory mapping from <paramref name="from"/> on, in order of address.</summary>
    /// <param name="into">Where to.</param>
    /// <param name="from">The first address of interest.</param>
    /// <param name="to">Mappings that begin there or later are not of interest.</param>
    /// <param name="buffer">For text; kept by the caller, grows.</param>
    /// <returns>False when the process has gone or may not be looked into.</returns>
    internal bool Collect(List<Mapping> into, ulong from, ulong to, ref byte[] buffer)
    {
        if (!ReadText && !s_queryMissing)
        {
            bool? answered = Query(into, from, to);
            if (answered is not null)
                return answered.Value;
        }

        return Parse(into, from, to, ref buffer);
    }

    /// <summary>Whether the segment is mapped exactly there, from its first byte.</summary>
    internal bool StillMaps(SegmentIdentity segment, ulong address, List<Mapping> scratch, ref byte[] buffer)
    {
        scratch.Clear();
        return Collect(scratch, address, address + 1, ref buffer) && scratch.Count > 0 &&
            scratch[0].Object == segment && scratch[0].Start == address && scratch[0].Offset == 0;
    }

    // Null: this kernel does not know the question.
    private unsafe bool? Query(List<Mapping> into, ulong from, ulong to)
    {
        byte* name = stackalloc byte[PathMax];
        var query = new ProcMapQuery();
        while (true)
        {
            query.Size = (ulong)sizeof(ProcMapQuery);
            query.Flags = ProcMapQuery.PROCMAP_QUERY_COVERING_OR_NEXT_VMA |
                ProcMapQuery.PROCMAP_QUERY_FILE_BACKED_VMA | ProcMapQuery.PROCMAP_QUERY_VMA_SHARED;
            query.Address = from;
            query.NameAddress = (ulong)name;
            query.NameSize = PathMax;
            query.BuildIdAddress = 0;
            query.BuildIdSize = 0;
            if (LibC.IoCtl((int)_file.DangerousGetHandle(), ProcMapQuery.PROCMAP_QUERY, &query) != 0)
            {
                int errno = Errno.Last;
                if (errno == Errno.EINTR)
                    continue;

                if (errno == Errno.ENOENT)
                    return true;

                if (errno is Errno.ESRCH or Errno.EACCES or Errno.EPERM)
                    return false;

                s_queryMissing |= errno is Errno.ENOTTY or Errno.ENOSYS;
                return null;
            }

            if (query.Start >= to)
                return true;

            var path = query.NameSize == 0
                ? default
                : MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name);
            bool writable = (query.VmaFlags & ProcMapQuery.PROCMAP_QUERY_VMA_WRITABLE) != 0;
            Add(into, query.DeviceMajor, query.DeviceMinor, query.Inode, path, query.Start, query.End,
                (long)query.Offset, writable);
            from = query.End;
        }
    }

    private bool Parse(List<Mapping> into, ulong from, ulong to, ref byte[] buffer)
    {
        // The same descriptor is read again for every look: back to its beginning.
        long position = 0;
        int kept = 0;
        while (true)
        {
            if (kept == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);

            int got;
            try
            {
                got = RandomAccess.Read(_file, buffer.AsSpan(kept), position);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return false; // ESRCH: it has gone
            }

            if (got == 0)
                return position > 0;

            position += got;
            ReadOnlySpan<byte> text = buffer.AsSpan(0, kept + got);
            int newLine;
            while ((newLine = text.IndexOf((byte)'\n')) >= 0)
            {
                // Most lines are private or anonymous; telling that needs no parsing of numbers.
                if (MapsLine.TryParse(text[..newLine], out var line))
                {
                    if (line.Start >= to)
                        return true;

                    if (line.Shared && line.End > from)
                    {
                        Add(into, line.DeviceMajor, line.DeviceMinor, line.Inode, line.Path, line.Start, line.End,
                            line.Offset, line.Writable);
                    }
                }

                text = text[(newLine + 1)..];
            }

            kept = text.Length;
            text.CopyTo(buffer);
        }
    }

    private void Add(
        List<Mapping> into, uint major, uint minor, ulong inode, ReadOnlySpan<byte> path, ulong start, ulong end,
        long offset, bool writable)
    {
        if (_devices.IsSystemV(major, minor, path))
        {
            into.Add(new Mapping(SegmentIdentity.SystemV((int)inode), null, start, end, offset, writable));
        }
        else
        {
            UnnamedName? unnamed = null;
            if (_devices.IsPosix(major, minor, path))
                unnamed = UnnamedName.OfPosixFile(path);
            else if (!_devices.IsKernelFile(major, minor) || (unnamed = UnnamedName.OfKernelFile(path)) is null)
                return;

            into.Add(new Mapping(
                SegmentIdentity.OfFile(FileStatus.Identify(major, minor, inode)), unnamed, start, end, offset, writable));
        }
    }
}
