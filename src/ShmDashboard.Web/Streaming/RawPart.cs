using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Display;
using ShmDashboard.Monitoring.Frames;

namespace ShmDashboard.Web.Streaming;

/// <summary>
/// Which part of a raw picture a page gets, and how large: what it shows, in the size in which it shows it, never more pixels
/// than there are.
/// </summary>
/// <param name="Region">Which part.</param>
/// <param name="Width">Pixels of a row of what is sent.</param>
/// <param name="Height">Rows of what is sent.</param>
internal readonly record struct RawPart(PixelRegion Region, int Width, int Height)
{
    /// <summary>Bytes of what is sent.</summary>
    public int LengthBytes => Width * Height * 4;

    /// <summary>What a view gets of a picture.</summary>
    public static RawPart Of(PixelLayout layout, WantedView wanted)
    {
        var (region, width, height) = new PictureWish(wanted.Region, wanted.Width, wanted.Height).PartOf(layout);
        return new RawPart(region, width, height);
    }

    /// <summary>Renders it.</summary>
    /// <param name="copy">The bytes from the start of the segment.</param>
    /// <param name="layout">Where the pixels are; checked against the bytes.</param>
    /// <param name="mapping">How values become brightness; null: as usual.</param>
    /// <param name="rgba">Room for <see cref="LengthBytes"/>.</param>
    public void Render(ReadOnlySpan<byte> copy, PixelLayout layout, DisplayMapping? mapping, Memory<byte> rgba) =>
        ReducedRenderer.Render(copy, layout, mapping, Region, Width, Height, rgba);
}
