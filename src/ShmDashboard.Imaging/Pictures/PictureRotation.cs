namespace ShmDashboard.Imaging.Pictures;

/// <summary>
/// How far a stored picture is turned clockwise, in degrees, so that it is shown upright: by as much as the camera itself was turned
/// clockwise, seen from behind it.
/// </summary>
public enum PictureRotation
{
    /// <summary>Shown as it is stored.</summary>
    None = 0,

    /// <summary>What is stored on the left is shown at the top.</summary>
    Clockwise90 = 90,

    /// <summary>Upside down.</summary>
    Clockwise180 = 180,

    /// <summary>What is stored on the right is shown at the top.</summary>
    Clockwise270 = 270,
}
