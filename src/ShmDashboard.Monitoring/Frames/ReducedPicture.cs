using ShmDashboard.Imaging.Layouts;

namespace ShmDashboard.Monitoring.Frames;

/// <summary>
/// A raw picture as somebody shows it, made while the segment was read. Shared by counting like <see cref="FrameBuffer"/>.
/// Thread-safe.
/// </summary>
/// <param name="wish">Who asked for it asked so.</param>
/// <param name="region">Which part of the picture it is.</param>
/// <param name="width">Pixels of a row.</param>
/// <param name="height">Rows.</param>
/// <param name="rgba">The pixels; this takes over the caller's share.</param>
internal sealed class ReducedPicture(PictureWish wish, PixelRegion region, int width, int height, FrameBuffer rgba)
{
    public PictureWish Wish => wish;

    public PixelRegion Region => region;

    public int Width => width;

    public int Height => height;

    public FrameBuffer Rgba => rgba;
}
