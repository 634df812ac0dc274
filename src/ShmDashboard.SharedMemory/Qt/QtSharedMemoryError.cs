namespace ShmDashboard.SharedMemory.Qt;

/// <summary><c>QSharedMemory::SharedMemoryError</c> with Qt's numbers, and a lock that could not be had in time.</summary>
public enum QtSharedMemoryError
{
    /// <summary>None; never thrown.</summary>
    NoError = 0,

    /// <summary>Another user's segment, lock or key file.</summary>
    PermissionDenied = 1,

    /// <summary>A size of zero or less, or beyond the kernel's limits for one segment.</summary>
    InvalidSize = 2,

    /// <summary>The key is empty or no key file can be made of it.</summary>
    KeyError = 3,

    /// <summary>Create: there is a segment with that key.</summary>
    AlreadyExists = 4,

    /// <summary>Attach: there is no key file or no segment.</summary>
    NotFound = 5,

    /// <summary>The semaphore failed.</summary>
    LockError = 6,

    /// <summary>Memory, number of segments, open files or room for the key file ran out.</summary>
    OutOfResources = 7,

    /// <summary>Something else.</summary>
    UnknownError = 8,

    /// <summary>Not of Qt, which waits for ever: the lock was held by somebody else for too long.</summary>
    LockTimeout = 100,
}
