namespace ShmDashboard.Imaging.Pictures;

/// <summary>Why bytes are not the picture they claim to be; decides what a person can do about it.</summary>
public enum PictureFailureKind
{
    /// <summary>The bytes end before the picture does.</summary>
    Truncated,

    /// <summary>A checksum or the structure is wrong: torn, overwritten or corrupt.</summary>
    Damaged,

    /// <summary>The picture asks for more than <see cref="ImageLimits"/> allows.</summary>
    TooLarge,

    /// <summary>Not this format, or a part of it we do not read.</summary>
    Unsupported,
}
