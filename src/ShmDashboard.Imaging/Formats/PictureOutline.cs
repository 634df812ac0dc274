using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Imaging.Formats;

/// <summary>
/// What can be said of an encoded picture without decoding it. Every format gives the same answer, so that the
/// identifier needs to know none of them.
/// </summary>
internal sealed record PictureOutline
{
    /// <summary>As the picture is shown: upright, where an Exif orientation says how it lies.</summary>
    public int? Width { get; init; }
    public int? Height { get; init; }

    /// <summary>Whether it is shown turned or mirrored, by its Exif orientation.</summary>
    public bool IsTurned { get; init; }
    public int? BitsPerChannel { get; init; }
    public string? Channels { get; init; }

    /// <summary>Bytes from the signature to the end of the picture, or of what there is of it.</summary>
    public required long LengthBytes { get; init; }

    /// <summary>Whether the format states how long it is, so that a missing end may lie beyond what was copied.</summary>
    public bool IsLengthStated { get; init; } = true;

    public required PayloadIntegrity Integrity { get; init; }

    /// <summary>The first thing that is wrong; offsets count from the signature.</summary>
    public PictureFailure? Problem { get; init; }

    /// <summary>Whether a reader as strict as libpng shows the picture; of interest for PNG only.</summary>
    public bool IsReadable { get; init; } = true;

    /// <summary>The verdict of a format without checksums: whole at best, never known to be untorn.</summary>
    public static PayloadIntegrity VerdictOf(PictureFailure? problem) => problem?.Kind switch
    {
        null => PayloadIntegrity.Unchecked,
        PictureFailureKind.Truncated => PayloadIntegrity.Truncated,
        _ => PayloadIntegrity.Damaged,
    };
}
