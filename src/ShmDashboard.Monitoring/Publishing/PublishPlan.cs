using System.Collections.Immutable;
using ShmDashboard.Imaging.Layouts.Writing;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>What writing would do, said before it is done. Immutable.</summary>
public sealed record PublishPlan
{
    /// <summary>Where to.</summary>
    public required SegmentId Target { get; init; }

    /// <summary>What will happen.</summary>
    public required PublishAction Action { get; init; }

    /// <summary>Bytes to write, markers and terminators included.</summary>
    public required long PayloadBytes { get; init; }

    /// <summary>The segment's size: as it is (overwrite) or as it will be made.</summary>
    public required long SegmentBytes { get; init; }

    /// <summary>Other processes that have it mapped, as far as we may see; the dashboard itself is left out.</summary>
    public ImmutableArray<ProcessRef> Attached { get; init; } = [];

    /// <summary>The lock as of now: who will be waited for.</summary>
    public LockStatus Lock { get; init; } = LockStatus.None;

    /// <summary>The dashboard holds it already.</summary>
    public bool HeldByDashboard { get; init; }

    /// <summary>
    /// What the plan rests on: the action, and which segment it meets. Handed to the publisher with the content, it makes sure
    /// that what is done is what was shown. Opaque.
    /// </summary>
    public string Situation { get; init; } = "";

    /// <summary>The segment that was met; null when there was none.</summary>
    internal SegmentFacts? Met { get; init; }

    /// <summary>What is done to the picture first; null when it is written as it is, or is not known.</summary>
    public PictureConversion? Conversion { get; init; }

    /// <summary>What becomes of the picture as a frame of raw pixels; null where it is written as a file.</summary>
    public FrameConversion? Frame { get; init; }

    /// <summary>Why it would be refused.</summary>
    public PublishFailure Failure { get; init; }

    /// <summary>When refused: tried what, on what, found what, what to do.</summary>
    public Sentence? Problem { get; init; }
}
