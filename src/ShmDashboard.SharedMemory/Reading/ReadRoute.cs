namespace ShmDashboard.SharedMemory.Reading;

/// <summary>Which way the bytes of a copy came.</summary>
public enum ReadRoute
{
    /// <summary><c>process_vm_readv</c> from a process that is attached: leaves no trace on the segment or its lock.</summary>
    PeerMemory,

    /// <summary>System V, briefly attached while holding Qt's lock: cannot tear, delays the peers by the copy.</summary>
    LockedAttach,

    /// <summary>System V, briefly attached without a lock.</summary>
    UnlockedAttach,

    /// <summary><c>pread</c> of the file in <c>/dev/shm</c>.</summary>
    FileRead,
}
