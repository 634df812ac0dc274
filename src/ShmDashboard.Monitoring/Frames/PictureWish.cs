using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Display;

namespace ShmDashboard.Monitoring.Frames;

/// <summary>In which size somebody shows a raw picture, or a part of it: no more pixels than that are needed.</summary>
/// <param name="Region">The part; what lies outside the picture is left out. Null: all of it.</param>
/// <param name="Width">How wide it is shown, in device pixels; with 0 in either, as large as it is.</param>
/// <param name="Height">How high it is shown, in device pixels.</param>
public readonly record struct PictureWish(PixelRegion? Region, int Width, int Height)
{
    /// <summary>Which part of a picture that is, and how many pixels are made of it: whole ones, of the same shape, and never more than there are.</summary>
    public (PixelRegion Region, int Width, int Height) PartOf(PixelLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        var region = Region?.Within(layout.ShownWidth, layout.ShownHeight) ?? layout.Whole;
        if (Width <= 0 || Height <= 0)
            return (region, region.Width, region.Height);
        var (width, height) = ReducedRenderer.Fit(region.Width, region.Height, Width, Height);
        return (region, width, height);
    }
}
