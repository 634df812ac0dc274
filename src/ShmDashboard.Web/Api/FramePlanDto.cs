using ShmDashboard.Imaging.Layouts.Writing;

namespace ShmDashboard.Web.Api;

/// <summary>
/// What writing a picture as a frame would do: the frame's size as it is shown, its pixel format, whether the picture is scaled, and where in the
/// frame it comes to lie, with black beside it.
/// </summary>
public sealed record FramePlanDto(
    int FrameWidth, int FrameHeight, string Format, bool Scaled, int X, int Y, int Width, int Height, PublishPlanDto Write);

/// <summary>
/// What becomes of a picture that is written in a layout: the frame's size as it is shown, the stride and pixel format in which it is
/// stored and where its pixels start, and by how many degrees clockwise what is stored is turned to be shown; the picture's own size; how it is fitted (<c>inside</c>, <c>cover</c> or <c>stretch</c>) and where in the frame it comes to lie; and by
/// what readers see that it is new (<c>none</c>, <c>counter</c>, <c>ready</c> or <c>sequence</c>).
/// </summary>
public sealed record FrameDto(
    string? Layout, string Format, int Width, int Height, long StrideBytes, long Offset, int Rotation, int FromWidth, int FromHeight, string Fit, bool Scaled,
    int X, int Y, int PlacedWidth, int PlacedHeight, string Signs)
{
    internal static FrameDto? Of(FrameConversion? frame)
    {
        if (frame is not { Pixels: var pixels, Place: { Target: var target } place })
            return null;
        return new(
            frame.Document.Name ?? frame.Document.Match?.Name, pixels.Format.Name, pixels.ShownWidth, pixels.ShownHeight, pixels.StrideBytes, pixels.Offset,
            (int)pixels.Rotation, frame.Width, frame.Height, SegmentDto.CamelCase(frame.Fitting), place.IsScaled, target.X, target.Y, target.Width, target.Height,
            SegmentDto.CamelCase(frame.Signs));
    }
}
