namespace ShmDashboard.Imaging.Layouts;

/// <summary>A rectangle of a picture, in pixels from its upper left corner.</summary>
public readonly record struct PixelRegion(int X, int Y, int Width, int Height)
{
    /// <summary>How many pixels.</summary>
    public long Count => (long)Width * Height;

    /// <summary>The part of it that lies in a picture; null where that is nothing.</summary>
    public PixelRegion? Within(int width, int height)
    {
        long left = Math.Max(X, 0), top = Math.Max(Y, 0);
        long right = Math.Min((long)X + Width, width), bottom = Math.Min((long)Y + Height, height);
        return right <= left || bottom <= top
            ? null
            : new PixelRegion((int)left, (int)top, (int)(right - left), (int)(bottom - top));
    }
}
