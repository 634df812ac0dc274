namespace ShmDashboard.Monitoring.Publishing;

/// <summary>Why a write or release did not happen. Each has its own HTTP status.</summary>
public enum PublishFailure
{
    /// <summary>It did happen.</summary>
    None,

    /// <summary>There is no such segment, or the dashboard does not hold it (404).</summary>
    NotFound,

    /// <summary>It exists, is too small, and other processes are attached (409).</summary>
    TooSmallAndInUse,

    /// <summary>The payload exceeds the limit (413).</summary>
    TooLarge,

    /// <summary>A picture, but of a format this payload cannot carry (415).</summary>
    UnsupportedFormat,

    /// <summary>Not a picture, or a damaged one (422).</summary>
    NotAPicture,

    /// <summary>Not text, or none that this form can hold (422).</summary>
    NotText,

    /// <summary>The lock is held and was not obtained in time (423).</summary>
    Locked,

    /// <summary>No memory, no room on the file system, or the system's limit of segments is reached (507).</summary>
    NoRoom,

    /// <summary>The kernel does not let us (403).</summary>
    Denied,

    /// <summary>Something else would be done now than was shown (412).</summary>
    SituationChanged,

    /// <summary>The target's name cannot be used (400).</summary>
    BadTarget,

    /// <summary>Anything else (500).</summary>
    Failed,
}
