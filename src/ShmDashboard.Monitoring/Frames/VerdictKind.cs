namespace ShmDashboard.Monitoring.Frames;

/// <summary>How far a copy can be believed.</summary>
public enum VerdictKind
{
    /// <summary>Not looked at yet.</summary>
    Unknown,

    /// <summary>Copied under the lock, or two reads agreed while the lock was free.</summary>
    Consistent,

    /// <summary>Two reads did not agree, however often they were tried: the copy may mix two states.</summary>
    ChangedDuringRead,

    /// <summary>Copied while a process held the lock: it may have been in the middle of writing.</summary>
    TakenWhileLocked,

    /// <summary>Two reads agreed, but nobody uses a lock here: a writer that paused half-way would not be noticed.</summary>
    NoLock,
}
