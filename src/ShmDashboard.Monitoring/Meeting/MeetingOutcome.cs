namespace ShmDashboard.Monitoring.Meeting;

/// <summary>Whether two meet in shared memory, and the first thing that keeps them apart.</summary>
public enum MeetingOutcome
{
    /// <summary>They have the same segment open.</summary>
    Meet,

    /// <summary>One of them is not there: no such process, or nothing of that key.</summary>
    Missing,

    /// <summary>One of them maps what was removed from under its name, or made anew since.</summary>
    Removed,

    /// <summary>What one of them has open may not be looked at.</summary>
    NotKnown,

    /// <summary>One of them waits for a lock and has not got so far.</summary>
    Waiting,

    /// <summary>They are in different IPC namespaces.</summary>
    OtherNamespace,

    /// <summary>They have different <c>/dev/shm</c>.</summary>
    OtherFileSystem,

    /// <summary>They use the same key, with key files in different directories.</summary>
    OtherDirectory,

    /// <summary>They use the same key, the one for System V and the other for POSIX.</summary>
    OtherKind,

    /// <summary>The one's segment is closed to the user of the other.</summary>
    OtherUser,

    /// <summary>Their keys are nearly the same.</summary>
    SimilarKey,

    /// <summary>One of them has nothing open.</summary>
    NothingOpen,

    /// <summary>They have different segments open, with nothing in common.</summary>
    OtherKey,
}
