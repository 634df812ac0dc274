using ShmDashboard.Imaging.Layouts.Writing;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>What came of a write or a release. Immutable.</summary>
public sealed record PublishResult
{
    /// <summary>Where to.</summary>
    public required SegmentId Target { get; init; }

    /// <summary>What was done; <see cref="PublishAction.Refuse"/> when nothing was.</summary>
    public required PublishAction Action { get; init; }

    /// <summary>Bytes written.</summary>
    public long PayloadBytes { get; init; }

    /// <summary>The segment's size now.</summary>
    public long SegmentBytes { get; init; }

    /// <summary>How long the lock was waited for and held.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>What was done to the picture before; null when it was written as it is.</summary>
    public PictureConversion? Conversion { get; init; }

    /// <summary>What became of the picture as a frame of raw pixels; null where it was written as a file.</summary>
    public FrameConversion? Frame { get; init; }

    /// <summary>Why nothing was done.</summary>
    public PublishFailure Failure { get; init; }

    /// <summary>The same as a sentence: tried what, on what, found what, what to do.</summary>
    public Sentence? Problem { get; init; }

    /// <summary>Something was done.</summary>
    public bool Succeeded => Failure == PublishFailure.None;
}
