using System.Diagnostics.CodeAnalysis;

namespace ShmDashboard.Imaging.Pictures;

/// <summary>What became of an attempt to make pixels of a payload: a picture, or the reason why there is none. Malformed
/// bytes are ordinary here, so they are an outcome and never an exception.</summary>
public sealed class RenderResult
{
    private RenderResult(PixelBuffer? picture, PictureFailure? failure, bool isTurned)
    {
        Picture = picture;
        Failure = failure;
        IsTurned = isTurned;
    }

    /// <summary>Whether there is a picture.</summary>
    [MemberNotNullWhen(true, nameof(Picture))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Succeeded => Picture is not null;

    /// <summary>The whole picture; null when there is none.</summary>
    public PixelBuffer? Picture { get; }

    /// <summary>Why there is no picture; null when there is one.</summary>
    public PictureFailure? Failure { get; }

    /// <summary>Whether the rows and columns lie otherwise than in the file, because its Exif orientation says so.</summary>
    public bool IsTurned { get; }

    /// <summary>A picture.</summary>
    /// <param name="picture">Its pixels.</param>
    /// <param name="isTurned">See <see cref="IsTurned"/>.</param>
    public static RenderResult Success(PixelBuffer picture, bool isTurned = false)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return new RenderResult(picture, null, isTurned);
    }

    /// <summary>No picture, for this reason.</summary>
    public static RenderResult Fail(PictureFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new RenderResult(null, failure, isTurned: false);
    }
}
