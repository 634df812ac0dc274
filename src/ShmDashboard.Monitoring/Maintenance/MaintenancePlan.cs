using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Maintenance;

/// <summary>What an action would do and to whom, for the person who decides. Immutable.</summary>
public sealed record MaintenancePlan
{
    /// <summary>The segment.</summary>
    public required SegmentId Target { get; init; }

    /// <summary>The action.</summary>
    public required MaintenanceAction Action { get; init; }

    /// <summary>
    /// Stands for everything the plan rests on: which object it is, who is attached, the lock's value. Carrying out takes
    /// it along and refuses if it is another by then.
    /// </summary>
    public string Situation { get; init; } = "";

    /// <summary>Processes that use the segment or wait for its lock, as far as we may see.</summary>
    public ImmutableArray<ProcessRef> Affected { get; init; } = [];

    /// <summary>What will happen, a sentence each.</summary>
    public ImmutableArray<Sentence> Consequences { get; init; } = [];

    /// <summary>It can be undone afterwards.</summary>
    public bool CanBeUndone { get; init; }

    /// <summary>It affects processes that live: ask twice.</summary>
    public bool NeedsSecondConfirmation { get; init; }

    /// <summary>Why it cannot be done as things are.</summary>
    public MaintenanceFailure Failure { get; init; }

    /// <summary>The same as a sentence: tried what, on what, found what, what to do.</summary>
    public Sentence? Problem { get; init; }

    /// <summary>It can be done.</summary>
    public bool IsPossible => Failure == MaintenanceFailure.None;
}
