namespace ShmDashboard.SharedMemory.Locks;

/// <summary>By which call a file lock was taken.</summary>
public enum FileLockKind
{
    /// <summary><c>flock(2)</c>: the whole file, belongs to the open file.</summary>
    Flock,

    /// <summary><c>fcntl(2)</c> <c>F_SETLK</c>, <c>lockf(3)</c>: a range, belongs to the process.</summary>
    Posix,

    /// <summary><c>fcntl(2)</c> <c>F_OFD_SETLK</c>: a range, belongs to the open file; the kernel names no process.</summary>
    OpenFile,
}
