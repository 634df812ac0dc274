using System.Collections.Immutable;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;

namespace ShmDashboard.Monitoring.Meeting;

/// <summary>One of the two that should meet: a process with what it has open, or a key with what has that key. Immutable.</summary>
public sealed record MeetingParty
{
    /// <summary>What a person calls it: "album 4201", or the key.</summary>
    public required string Name { get; init; }

    /// <summary>The process; null for a key.</summary>
    public ProcessRef? Process { get; init; }

    /// <summary>The process's surroundings; null for a key, and when the process has ended.</summary>
    public ProcessSurroundings? Surroundings { get; init; }

    /// <summary>What the process has mapped; of a key, what has that key or name.</summary>
    public ImmutableArray<SegmentRow> Segments { get; init; } = [];

    /// <summary>What the process has mapped that has no name, or none any more.</summary>
    public ImmutableArray<UnnamedMemory> Unnamed { get; init; } = [];

    /// <summary>Whose lock the process waits for; null for none that is known.</summary>
    public SegmentRow? WaitsFor { get; init; }

    /// <summary>Whether the process could not be looked into, so that what it has mapped is not known.</summary>
    public bool IsUnreadable => Surroundings is { IsReadable: false };
}
