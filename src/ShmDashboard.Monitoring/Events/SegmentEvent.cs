using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Events;

/// <summary>Something that happened to a segment. Immutable.</summary>
public sealed record SegmentEvent
{
    /// <summary>Its place among all events since the start, from 1; 0 before it is in a log.</summary>
    public long Number { get; init; }

    /// <summary>When it was seen: up to a sweep later than it happened.</summary>
    public DateTimeOffset Utc { get; init; }

    /// <summary>What.</summary>
    public required SegmentEventKind Kind { get; init; }

    /// <summary>To which segment; null where it was several, or the trash.</summary>
    public SegmentId? Segment { get; init; }

    /// <summary>What the segment is called.</summary>
    public string? Name { get; init; }

    /// <summary>By whom, as far as the kernel tells.</summary>
    public ProcessRef? Process { get; init; }

    /// <summary>It was done by this dashboard, on somebody's request.</summary>
    public bool ByDashboard { get; init; }

    /// <summary>The same as a sentence.</summary>
    public required Sentence Sentence { get; init; }
}
