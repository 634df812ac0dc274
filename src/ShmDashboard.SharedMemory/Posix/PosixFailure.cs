namespace ShmDashboard.SharedMemory.Posix;

/// <summary>Why a file in <c>/dev/shm</c> could not be made, opened or written, as far as callers act on it.</summary>
public enum PosixFailure
{
    /// <summary>Something else; the message says what.</summary>
    Other,

    /// <summary>There is no memory for it (ENOSPC, ENOMEM).</summary>
    NoRoom,

    /// <summary>There is one of that name (EEXIST).</summary>
    Exists,

    /// <summary>There is none of that name (ENOENT).</summary>
    NotFound,
}
