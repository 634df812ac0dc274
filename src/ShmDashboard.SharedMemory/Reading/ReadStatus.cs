namespace ShmDashboard.SharedMemory.Reading;

/// <summary>How a read ended.</summary>
public enum ReadStatus
{
    /// <summary>There is a copy.</summary>
    Copied,

    /// <summary>The segment, or the process it was read from, went away meanwhile. Normal; look again.</summary>
    Gone,

    /// <summary>A Qt program is just using the lock, and reading beside it could disturb it. Normal; look again.</summary>
    Busy,

    /// <summary>The kernel does not let us; <see cref="ReadOutcome{T}.Problem"/> says why and what to do.</summary>
    Denied,

    /// <summary>Something else; <see cref="ReadOutcome{T}.Problem"/> says what.</summary>
    Failed,
}
