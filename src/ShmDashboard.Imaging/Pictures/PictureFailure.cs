using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Pictures;

/// <summary>
/// One thing that is wrong with the bytes of a picture, in parts, so that a caller can put its own "what was tried"
/// in front and keep the rest. Immutable.
/// </summary>
/// <param name="Kind">The class of the failure.</param>
/// <param name="Subject">The part of the file it is about, such as "PNG chunk IDAT".</param>
/// <param name="Expected">What should have been there.</param>
/// <param name="Found">What is there.</param>
/// <param name="Offset">Where, in bytes from the start of the bytes that were given.</param>
public sealed record PictureFailure(
    PictureFailureKind Kind, Sentence Subject, Sentence Expected, Sentence Found, long Offset)
{
    /// <summary>Bytes that are missing at the end, at least; 0 where that is not known.</summary>
    public long MissingBytes { get; init; }

    /// <summary>Subject, expectation, finding and offset as one sentence.</summary>
    public Sentence Message => Sentence.Of($"{Subject}: expected {Expected}, found {Found} at offset {Offset}.");

    /// <summary>What a person can do, as one sentence.</summary>
    public Sentence Remedy => Kind switch
    {
        PictureFailureKind.Truncated => Sentence.Of($"Take the whole file again: its end is missing."),
        PictureFailureKind.Damaged =>
            Sentence.Of($"Save the picture again from its source; if it is being written now, read it again."),
        PictureFailureKind.TooLarge => Sentence.Of($"Scale the picture down, or raise the limit."),
        _ when Subject.Format.StartsWith("PNG", StringComparison.Ordinal) => Sentence.Of($"Save the picture again as a plain PNG."),
        _ => Sentence.Of($"Convert the picture to PNG."),
    };

    /// <summary>The same failure when the picture starts <paramref name="bytes"/> into something larger.</summary>
    public PictureFailure ShiftedBy(long bytes) => bytes == 0 ? this : this with { Offset = Offset + bytes };
}
