using ShmDashboard.Wording;
using System.Diagnostics.CodeAnalysis;

namespace ShmDashboard.Imaging.Layouts.Documents;

/// <summary>What a document says of one copy of a segment: where the picture is now, or why there is none.</summary>
public sealed record LayoutReading
{
    /// <summary>The picture; null where the header cannot be right.</summary>
    public PixelLayout? Pixels { get; init; }

    /// <summary>Why there is no picture, as one sentence; null when there is one.</summary>
    public Sentence? Problem { get; init; }

    /// <summary>Whether there is a picture.</summary>
    [MemberNotNullWhen(true, nameof(Pixels))]
    public bool Succeeded => Pixels is not null;

    /// <summary>The frame counter, or the sequence lock's value.</summary>
    public long? Counter { get; init; }

    /// <summary>The sequence lock's value; null where there is none.</summary>
    public long? Sequence { get; init; }

    /// <summary>Whether the writer was at it: the sequence is odd, or the flag says not ready.</summary>
    public bool BeingWritten { get; init; }

    /// <summary>Which frame is shown, from 0.</summary>
    public int Slot { get; init; }

    /// <summary>How many frames there are.</summary>
    public int Slots { get; init; } = 1;

    internal static LayoutReading Fail(Sentence problem) => new() { Problem = problem };
}
