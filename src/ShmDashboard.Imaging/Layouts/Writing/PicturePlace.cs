namespace ShmDashboard.Imaging.Layouts.Writing;

/// <summary>Which part of a picture comes where into a frame.</summary>
/// <param name="Left">Where the part begins, in pixels of the picture.</param>
/// <param name="Top">The row in which it begins.</param>
/// <param name="Width">Pixels in a row of the part.</param>
/// <param name="Height">Rows of the part.</param>
/// <param name="Target">Where in the frame it comes to lie.</param>
public readonly record struct PicturePlace(double Left, double Top, double Width, double Height, PixelRegion Target)
{
    /// <summary>Whether pixels stay what they are.</summary>
    public bool IsScaled => Target.Width != Width || Target.Height != Height;
}
