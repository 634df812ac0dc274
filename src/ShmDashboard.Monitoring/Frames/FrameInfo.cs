using ShmDashboard.Imaging.Payloads;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Reading;

namespace ShmDashboard.Monitoring.Frames;

/// <summary>Everything about one copy of a segment except its bytes. Immutable.</summary>
public sealed record FrameInfo
{
    /// <summary>
    /// Counts what was seen in this segment, from 1: each content, and again where other layouts make something else of the
    /// same bytes; never repeats while the host runs.
    /// </summary>
    public required long Sequence { get; init; }

    /// <summary>When the look began that noticed it.</summary>
    public required DateTimeOffset ReadUtc { get; init; }

    /// <summary>When the look before began, which still found another content; null when it was there at the first look, or is only described anew.</summary>
    public DateTimeOffset? WrittenAfterUtc { get; init; }

    /// <summary>When the copy was there.</summary>
    public DateTimeOffset? CopiedUtc { get; init; }

    /// <summary>How far it can be believed.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Which way the bytes came.</summary>
    public required ReadRoute Route { get; init; }

    /// <summary>Whose memory they were read from (<see cref="ReadRoute.PeerMemory"/>).</summary>
    public ProcessRef? Source { get; init; }

    /// <summary>How long one copy took.</summary>
    public TimeSpan ReadDuration { get; init; }

    /// <summary>What is in it.</summary>
    public required PayloadDescription Payload { get; init; }
}
