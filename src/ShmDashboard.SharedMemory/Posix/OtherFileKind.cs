namespace ShmDashboard.SharedMemory.Posix;

/// <summary>What a file is that is neither regular nor a directory.</summary>
public enum OtherFileKind
{
    /// <summary>A named pipe.</summary>
    Pipe,

    /// <summary>A socket.</summary>
    Socket,

    /// <summary>A symbolic link: <c>shm_open(3)</c> follows none.</summary>
    Link,

    /// <summary>A device.</summary>
    Device,
}
