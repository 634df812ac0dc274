namespace ShmDashboard.Web.Api;

/// <summary>
/// What writing a picture as a frame would do: the frame's size and pixel format, whether the picture is scaled, and where in the
/// frame it comes to lie, with black beside it.
/// </summary>
public sealed record FramePlanDto(
    int FrameWidth, int FrameHeight, string Format, bool Scaled, int X, int Y, int Width, int Height, PublishPlanDto Write);
