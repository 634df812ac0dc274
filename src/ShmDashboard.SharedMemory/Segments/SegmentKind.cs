namespace ShmDashboard.SharedMemory.Segments;

/// <summary>Which of the kernel's kinds of shared memory a segment is.</summary>
public enum SegmentKind
{
    /// <summary>System V: <c>shmget(2)</c>, numbered by the kernel, listed in <c>/proc/sysvipc/shm</c>.</summary>
    SystemV,

    /// <summary>POSIX: <c>shm_open(3)</c>, a file in <c>/dev/shm</c>.</summary>
    Posix,

    /// <summary>Without a name: memfds, files of <c>/dev/shm</c> unlinked since, anonymous shared memory.</summary>
    Unnamed,
}
