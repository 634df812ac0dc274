namespace ShmDashboard.SharedMemory.Processes;

/// <summary>How shared memory came to have no name.</summary>
public enum UnnamedOrigin
{
    /// <summary><c>memfd_create(2)</c>: it never had one; what it is called is a label.</summary>
    MemFd,

    /// <summary>A file of <c>/dev/shm</c> that was unlinked and is still in use.</summary>
    Unlinked,

    /// <summary><c>MAP_SHARED | MAP_ANONYMOUS</c>, or <c>/dev/zero</c> mapped shared: for children of whoever made it.</summary>
    Anonymous,
}
