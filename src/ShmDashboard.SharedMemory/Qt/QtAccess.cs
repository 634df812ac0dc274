namespace ShmDashboard.SharedMemory.Qt;

/// <summary><c>QSharedMemory::AccessMode</c>.</summary>
public enum QtAccess
{
    /// <summary>The memory may be read.</summary>
    ReadOnly,

    /// <summary>The memory may be read and written; needs write permission.</summary>
    ReadWrite,
}
