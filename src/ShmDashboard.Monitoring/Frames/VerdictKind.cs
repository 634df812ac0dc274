namespace ShmDashboard.Monitoring.Frames;

/// <summary>How far a copy can be believed.</summary>
public enum VerdictKind
{
    /// <summary>Not looked at yet.</summary>
    Unknown,

    /// <summary>
    /// Whole, with evidence: its own checksums prove it, or it was copied under the lock (or twice the same while the lock was
    /// free) and the writer has been seen to take the lock for its changes.
    /// </summary>
    Consistent,

    /// <summary>Two reads did not agree, however often they were tried: the copy may mix two states.</summary>
    ChangedDuringRead,

    /// <summary>Copied while a process held the lock, or at an odd number of a sequence lock: it may have been in the middle of writing.</summary>
    TakenWhileLocked,

    /// <summary>
    /// Two reads agreed, but nobody uses a lock here: a writer that paused half-way would not be noticed. Of a large content
    /// that moves, the second read takes both ends and a piece of every page, or of every other; of a raw picture that is only shown, the
    /// layout's sequence lock, or 64 KiB of both ends and a piece of as much between.
    /// </summary>
    NoLock,

    /// <summary>
    /// The lock was free and two reads agreed, but nothing shows yet that the writer takes the lock, or the content is torn
    /// by its own checksums: a writer that paused half-way would not be noticed otherwise.
    /// </summary>
    Unproven,

    /// <summary>
    /// Somebody writes this segment without taking its lock: the content has changed while nobody had it, or was met torn
    /// between whole ones while the lock was free. Whether this copy is whole cannot be told.
    /// </summary>
    WriterIgnoresLock,
}
