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
    PictureFailureKind Kind, string Subject, string Expected, string Found, long Offset)
{
    /// <summary>Bytes that are missing at the end, at least; 0 where that is not known.</summary>
    public long MissingBytes { get; init; }

    /// <summary>Subject, expectation, finding and offset as one English sentence.</summary>
    public string Message => $"{Subject}: expected {Expected}, found {Found} at offset {Offset}.";

    /// <summary>What a person can do, as one English sentence.</summary>
    public string Remedy => Kind switch
    {
        PictureFailureKind.Truncated => "Take the whole file again: its end is missing.",
        PictureFailureKind.Damaged =>
            "Save the picture again from its source; if it is being written now, read it again.",
        PictureFailureKind.TooLarge => "Scale the picture down, or raise the limit.",
        _ when Subject.StartsWith("PNG", StringComparison.Ordinal) => "Save the picture again as a plain PNG.",
        _ => "Convert the picture to PNG.",
    };

    /// <summary>The same failure when the picture starts <paramref name="bytes"/> into something larger.</summary>
    public PictureFailure ShiftedBy(long bytes) => bytes == 0 ? this : this with { Offset = Offset + bytes };
}
