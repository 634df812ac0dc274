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
        Span<byte> bytes = PathBytes.Encode(path, stackalloc byte[PathBytes.ScratchLength]);
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
                {
                    return null;
                }
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
                {
                    return (int)got;
                }
            }
        }
    }

    /// <summary>
    /// Reads a whole file into <paramref name="buffer"/>, which grows as needed and is meant to be kept for next time.
    /// Returns the length; -1 with errno when it cannot be opened or read.
    /// </summary>
    internal static int ReadAll(string path, ref byte[] buffer, out int errno)
    {
        using SafeFileHandle? file = TryOpen(path, out errno);
        if (file is null)
        {
            return -1;
        }

        int length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            int got = Read(file, buffer.AsSpan(length), out errno);
            if (got < 0)
            {
                return -1;
            }

            if (got == 0)
            {
                return length;
            }

            length += got;
        }
    }

    /// <summary>Removes a name; 0 or errno.</summary>
    internal static unsafe int Unlink(string path)
    {
        Span<byte> bytes = PathBytes.Encode(path, stackalloc byte[PathBytes.ScratchLength]);
        fixed (byte* pointer = bytes)
        {
            return LibC.Unlink(pointer) == 0 ? 0 : Errno.Last;
        }
    }

    /// <summary>The path without links, dots and doubled slashes; null when something of it does not exist.</summary>
    internal static unsafe string? RealPath(string path)
    {
        const int PathMax = 4096;
        Span<byte> bytes = PathBytes.Encode(path, stackalloc byte[PathBytes.ScratchLength]);
        byte* resolved = stackalloc byte[PathMax];
        fixed (byte* pointer = bytes)
        {
            return LibC.RealPath(pointer, resolved) is null
                ? null
                : System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)resolved);
        }
    }

    /// <summary>What a symbolic link says; null when it cannot be read.</summary>
    internal static unsafe string? ReadLink(string path)
    {
        Span<byte> bytes = PathBytes.Encode(path, stackalloc byte[PathBytes.ScratchLength]);
        byte* target = stackalloc byte[256];
        fixed (byte* pointer = bytes)
        {
            nint length = LibC.ReadLink(pointer, target, 256);
            return length < 0 ? null : System.Text.Encoding.UTF8.GetString(target, (int)length);
        }
    }
}
