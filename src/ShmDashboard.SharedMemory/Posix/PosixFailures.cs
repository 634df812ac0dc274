using ShmDashboard.SharedMemory.Interop;

namespace ShmDashboard.SharedMemory.Posix;

/// <summary>Reads the kernel's reason out of an exception. Pure.</summary>
public static class PosixFailures
{
    /// <summary>The reason, by the errno that the exception carries as its HResult.</summary>
    public static PosixFailure Of(IOException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.HResult switch
        {
            Errno.ENOSPC or Errno.ENOMEM => PosixFailure.NoRoom,
            Errno.EEXIST => PosixFailure.Exists,
            _ when error is FileNotFoundException => PosixFailure.NotFound,
            _ => PosixFailure.Other,
        };
    }
}
