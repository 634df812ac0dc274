using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Sampling;

/// <summary>What one look at a segment's content brought.</summary>
internal readonly record struct ContentReading
{
    /// <summary>How the read ended.</summary>
    public required ReadStatus Status { get; init; }

    /// <summary>The new content; null when it is as before, or was not read. The receiver owns its buffer.</summary>
    public Content? Changed { get; init; }

    /// <summary>
    /// The same content as before, whose bytes had been forgotten; here they are again. The receiver owns its buffer.
    /// </summary>
    public Content? Recalled { get; init; }

    /// <summary>What is in <see cref="Changed"/>.</summary>
    public PayloadDescription? Payload { get; init; }

    /// <summary><see cref="Changed"/> is the same as before, described by other layouts than before or read further.</summary>
    public bool OnlyReinterpreted { get; init; }

    /// <summary>The whole content was compared, not only hints; only then the verdict is about the content.</summary>
    public bool Whole { get; init; }

    /// <summary>A writer is in the middle of the next content: it is better to come back in a moment than to read now.</summary>
    public bool WriterIsAtIt { get; init; }

    public Verdict Verdict { get; init; }

    public ReadRoute Route { get; init; }

    public ProcessRef? Source { get; init; }

    public TimeSpan Duration { get; init; }

    /// <summary>The lock after the read.</summary>
    public LockReading Lock { get; init; }

    /// <summary>The lock that counts for the verdict, before the copy: the segment's own, else a mutex inside it.</summary>
    public LockState LockBefore { get; init; }

    /// <summary>The look as evidence of the writer's discipline, without what only the tracker knows.</summary>
    public DisciplineLook Look { get; init; }

    /// <summary>Unless copied: tried what, on what, found what, what to do.</summary>
    public Sentence? Problem { get; init; }
}
