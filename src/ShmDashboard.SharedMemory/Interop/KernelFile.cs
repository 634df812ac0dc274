using Microsoft.Win32.SafeHandles;

namespace ShmDashboard.SharedMemory.Interop;

/// <summary>
/// Opening and reading small files of <c>/proc</c>, <c>/dev/shm</c> and the key-file directories without the checks and
/// advisory locks of <see cref="File.OpenHandle"/>, which touch the file.
/// </summary>
internal static class KernelFile
{
    /// <summary>Opens for reading; null with errno when that fails.</summary>
    internal static SafeFileHandle? TryOpen(string path, out int errno) =>
        TryOpen(path, LibC.O_RDONLY | LibC.O_CLOEXEC, 0, out errno);

    internal static unsafe SafeFileHandle? TryOpen(string path, int flags, uint mode, out int errno)
    {
        var bytes = PathBytes.Encode(path, stackalloc byte[PathBytes.ScratchLength]);
        fixed (byte* pointer = bytes)
        {
            while (true)
            {
                int descriptor = LibC.Open(pointer, flags, mode);
                if (descriptor >= 0)
                {
                    errno = 0;
                    return new SafeFileHandle(descriptor, ownsHandle: true);
                }

                errno = Errno.Last;
                if (errno != Errno.EINTR)
                    return null;
            }
        }
    }

    /// <summary>Reads on from the current position; 0 at the end, -1 with errno.</summary>
    internal static unsafe int Read(SafeFileHandle file, Span<byte> buffer, out int errno)
    {
        fixed (byte* pointer = buffer)
        {
            while (true)
            {
                nint got = LibC.Read((int)file.DangerousGetHandle(), pointer, (nuint)buffer.Length);
                errno = got < 0 ? Errno.Last : 0;
                if (errno != Errno.EINTR)
                    return (int)got;
            }
        }
    }

    /// <summary>
    /// Reads a whole file into <paramref name="buffer"/>, which grows as needed and is meant to be kept for next time.
    /// Returns the length; -1 with errno when it cannot be opened or read.
    /// </summary>
    internal static int ReadAll(string path, ref byte[] buffer, out int errno)
    {
        using var file = TryOpen(path, out errno);
        if (file is null)
            return -1;

        int length = 0;
        while (true)
        {
            if (length == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);

            int got = Read(file, buffer.AsSpan(length), out errno);
            if (got < 0)
                return -1;

            if (got == 0)
                return length;

            length += got;
        }
    }

    /// <summary>Removes a name; 0 or errno.</summary>
    internal static unsafe int Unlink(string path)
    {
        var bytes = PathBytes.Encode(path, stackalloc byte[PathBytes.ScratchLength]);
        fixed (byte* pointer = bytes)
            return LibC.Unlink(pointer) == 0 ? 0 : Errno.Last;
    }

    /// <summary>The path without links, dots and doubled slashes; null when something of it does not exist.</summary>
    internal static unsafe string? RealPath(string path)
    {
        const int PathMax = 4096;
        var bytes = PathBytes.Encode(path, stackalloc byte[PathBytes.ScratchLength]);
        byte* resolved = stackalloc byte[PathMax];
        fixed (byte* pointer = bytes)
        {
            return LibC.RealPath(pointer, resolved) is null
                ? null
                : System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)resolved);
        }
    }

    /// <summary>What a symbolic link says, cut at the buffer's end; a path in UTF-8 with a zero behind. 0 when it cannot be read.</summary>
    internal static unsafe int ReadLink(ReadOnlySpan<byte> path, Span<byte> text)
    {
        fixed (byte* pointer = path)
        fixed (byte* target = text)
            return (int)Math.Max(0, LibC.ReadLink(pointer, target, (nuint)text.Length));
    }

    /// <summary>
    /// Opens another process's open or mapped file for reading (a link in <c>/proc/pid/fd</c> or <c>map_files</c>), if it still
    /// is the one that is meant: first without touching whatever has that number by now, which may be a device.
    /// </summary>
    internal static SafeFileHandle? TryOpenSame(string path, (long Device, long Inode) identity, out FileStatus status, out int errno)
    {
        status = default;
        using var place = TryOpen(path, LibC.O_PATH | LibC.O_CLOEXEC, 0, out errno);
        if (place is null || !FileStatus.TryGet(place, out status, out errno))
            return null;

        if (!status.IsRegular || status.Identity != identity)
        {
            errno = Errno.ENOENT;
            return null;
        }

        return TryOpen(
            "/proc/self/fd/" + ((int)place.DangerousGetHandle()).ToString(System.Globalization.CultureInfo.InvariantCulture),
            LibC.O_RDONLY | LibC.O_CLOEXEC | LibC.O_NONBLOCK, 0, out errno);
    }

    /// <summary>What a symbolic link says; null when it cannot be read.</summary>
    internal static unsafe string? ReadLink(string path)
    {
        var bytes = PathBytes.Encode(path, stackalloc byte[PathBytes.ScratchLength]);
        byte* target = stackalloc byte[256];
        fixed (byte* pointer = bytes)
        {
            nint length = LibC.ReadLink(pointer, target, 256);
            return length < 0 ? null : System.Text.Encoding.UTF8.GetString(target, (int)length);
        }
    }
}
