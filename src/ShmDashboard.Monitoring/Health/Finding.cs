using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Health;

/// <summary>Something about this machine's segments that a person should know, with what proves it. Immutable.</summary>
public sealed record Finding
{
    /// <summary>Stable while the same thing is wrong with the same subject: kind and subject.</summary>
    public string Id => $"{Kind}:{Subject}";

    /// <summary>What was found.</summary>
    public required FindingKind Kind { get; init; }

    /// <summary>How much it matters.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>Which segment; null when it is about something else.</summary>
    public SegmentId? Segment { get; init; }

    /// <summary>Which segments, where it is about many.</summary>
    public ImmutableArray<SegmentId> Segments { get; init; } = [];

    /// <summary>What it is about: the segment's id, a directory, a setting, processes.</summary>
    public required string Subject { get; init; }

    /// <summary>The finding in one line, without a full stop.</summary>
    public required Sentence Title { get; init; }

    /// <summary>The facts it rests on, with their numbers.</summary>
    public required ImmutableArray<Sentence> Evidence { get; init; }

    /// <summary>What it means, and what will happen.</summary>
    public required Sentence Explanation { get; init; }

    /// <summary>What a person can do.</summary>
    public required Sentence Remedy { get; init; }

    /// <summary>What the dashboard can do, if asked.</summary>
    public FindingAction Action { get; init; }

    /// <summary>The processes it names.</summary>
    public ImmutableArray<ProcessRef> Processes { get; init; } = [];

    /// <summary>Since when it has been found without a break; set by the monitor.</summary>
    public DateTimeOffset FirstSeenUtc { get; init; }

    /// <inheritdoc/>
    public bool Equals(Finding? other) =>
        other is not null && Kind == other.Kind && Severity == other.Severity && Segment == other.Segment &&
        Subject == other.Subject && Title == other.Title && Evidence.SequenceEqual(other.Evidence) &&
        Explanation == other.Explanation && Remedy == other.Remedy && Action == other.Action &&
        Processes.SequenceEqual(other.Processes) && Segments.SequenceEqual(other.Segments) && FirstSeenUtc == other.FirstSeenUtc;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Subject);
}
