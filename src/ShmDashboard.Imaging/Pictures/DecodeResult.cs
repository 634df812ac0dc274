using System.Diagnostics.CodeAnalysis;

namespace ShmDashboard.Imaging.Pictures;

/// <summary>What became of an attempt to decode: a picture, or the reason why there is none. Malformed bytes are
/// ordinary here, so they are an outcome and never an exception.</summary>
public sealed class DecodeResult
{
    private DecodeResult(PixelBuffer? picture, PictureFailure? failure, PictureFailure? remark)
    {
        Picture = picture;
        Failure = failure;
        Remark = remark;
    }

    /// <summary>Whether there is a picture.</summary>
    [MemberNotNullWhen(true, nameof(Picture))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Succeeded => Picture is not null;

    /// <summary>The whole picture; null when it could not be decoded.</summary>
    public PixelBuffer? Picture { get; }

    /// <summary>Why there is no picture; null when there is one.</summary>
    public PictureFailure? Failure { get; }

    /// <summary>Something wrong that did not stop the picture, such as data behind its last row; null otherwise.</summary>
    public PictureFailure? Remark { get; }

    /// <summary>A decoded picture, perhaps with a remark.</summary>
    public static DecodeResult Success(PixelBuffer picture, PictureFailure? remark = null)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return new DecodeResult(picture, null, remark);
    }

    /// <summary>No picture, for this reason.</summary>
    public static DecodeResult Fail(PictureFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new DecodeResult(null, failure, null);
    }
}
