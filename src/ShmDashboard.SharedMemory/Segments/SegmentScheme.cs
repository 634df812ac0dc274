namespace ShmDashboard.SharedMemory.Segments;

/// <summary>The word before the colon of a <see cref="SegmentId"/>.</summary>
public enum SegmentScheme
{
    /// <summary><c>qt:</c>, a key as given to Qt's <c>QSharedMemory(key)</c>.</summary>
    Qt,

    /// <summary><c>sysv:</c>, the kernel's number of a System V segment (shmid), in decimal.</summary>
    SystemV,

    /// <summary><c>posix:</c>, the name of a POSIX segment without its leading slash.</summary>
    Posix,

    /// <summary><c>memfd:</c>, a process that has it and its inode: <c>memfd:4711:1037</c>.</summary>
    MemFd,
}
