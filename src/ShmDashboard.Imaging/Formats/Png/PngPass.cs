namespace ShmDashboard.Imaging.Formats.Png;

/// <summary>
/// One pass over the picture: which pixels its rows hold. A picture without interlace has one pass of everything;
/// Adam7 has up to seven, and those without a pixel are left out (PNG specification, third edition, 8.1).
/// </summary>
internal readonly record struct PngPass(int XStart, int YStart, int XStep, int YStep, int Width, int Height)
{
    private static readonly (int XStart, int YStart, int XStep, int YStep)[] s_adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>Bytes of one row without its filter byte; at most 2^34.</summary>
    public long RowBytes(int bitsPerPixel) => (((long)Width * bitsPerPixel) + 7) / 8;

    public static PngPass[] Of(in PngHeader header)
    {
        if (!header.IsInterlaced)
            return [new PngPass(0, 0, 1, 1, header.Width, header.Height)];

        var passes = new List<PngPass>(s_adam7.Length);
        foreach (var (x, y, dx, dy) in s_adam7)
        {
            long width = ((long)header.Width - x + dx - 1) / dx;
            long height = ((long)header.Height - y + dy - 1) / dy;
            if (width > 0 && height > 0)
                passes.Add(new PngPass(x, y, dx, dy, (int)width, (int)height));
        }

        return [.. passes];
    }
}
