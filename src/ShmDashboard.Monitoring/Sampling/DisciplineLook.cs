using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Reading;

namespace ShmDashboard.Monitoring.Sampling;

/// <summary>One whole look at a segment, for <see cref="DisciplineWatch"/>.</summary>
internal readonly record struct DisciplineLook
{
    /// <summary>When it began; not later.</summary>
    public required DateTimeOffset StartedUtc { get; init; }

    /// <summary>The lock before the copy, or before we took it for the copy.</summary>
    public required LockReading Before { get; init; }

    /// <summary>The lock after the copy.</summary>
    public required LockReading After { get; init; }

    /// <summary>Which way the bytes came.</summary>
    public required ReadRoute Route { get; init; }

    /// <summary><see cref="ReadOutcome{T}.LockTurn"/>.</summary>
    public long LockTurn { get; init; }

    /// <summary><see cref="ReadOutcome{T}.LockHandedOver"/>.</summary>
    public bool LockHandedOver { get; init; }

    /// <summary>The content differs from that of the last look taken in.</summary>
    public bool Changed { get; init; }

    /// <summary>It changed while we held the lock.</summary>
    public bool ChangedUnderOurLock { get; init; }

    /// <summary>The copy is torn by its own checksums although the lock was free.</summary>
    public bool Torn { get; init; }

    /// <summary>The copy is whole by its own checksums.</summary>
    public bool Whole { get; init; }

    /// <summary>This process writes the segment too, under the lock and our own number.</summary>
    public bool WeMayWrite { get; init; }
}
