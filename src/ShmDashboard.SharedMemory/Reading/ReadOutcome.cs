using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Reading;

/// <summary>What came of reading a segment. Immutable.</summary>
/// <typeparam name="T">What the copier returned.</typeparam>
public sealed record ReadOutcome<T>
{
    /// <summary>How it ended; <see cref="Value"/> is set only when <see cref="ReadStatus.Copied"/>.</summary>
    public required ReadStatus Status { get; init; }

    /// <summary>The copier's result.</summary>
    public T? Value { get; init; }

    /// <summary>Which way the bytes came.</summary>
    public ReadRoute Route { get; init; }

    /// <summary>The process the bytes were read from (<see cref="ReadRoute.PeerMemory"/> only).</summary>
    public ProcessRef? Source { get; init; }

    /// <summary>The lock immediately before the copy.</summary>
    public LockReading LockBefore { get; init; }

    /// <summary>The lock immediately after the copy.</summary>
    public LockReading LockAfter { get; init; }

    /// <summary>
    /// <see cref="ReadRoute.LockedAttach"/>: after <see cref="LockBefore"/> somebody had the lock before it came to us.
    /// </summary>
    public bool LockHandedOver { get; init; }

    /// <summary>
    /// <see cref="ReadRoute.LockedAttach"/>: how often this reader has taken locks like this one, this time included. Two reads
    /// of a segment with consecutive numbers had no other turn of this reader's between them; else nothing is said.
    /// </summary>
    public long LockTurn { get; init; }

    /// <summary>How long the copier ran.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Otherwise: tried what, on what, found what, what to do.</summary>
    public Sentence? Problem { get; init; }
}
