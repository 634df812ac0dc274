namespace ShmDashboard.Imaging.Pictures;

/// <summary>What follows from a <see cref="PixelFormat"/>.</summary>
public static class PixelFormats
{
    /// <summary>Bits of one sample.</summary>
    public static int BitsPerChannel(this PixelFormat format) => format is PixelFormat.Rgba16 or PixelFormat.Grey16 ? 16 : 8;

    /// <summary>Bytes from one pixel to the next in a row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not one of the named formats.</exception>
    public static int BytesPerPixel(this PixelFormat format) => format switch
    {
        PixelFormat.Rgba8 => 4,
        PixelFormat.Rgba16 => 8,
        PixelFormat.Rgb8 => 3,
        PixelFormat.Grey8 => 1,
        PixelFormat.Grey16 => 2,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Not a known pixel format."),
    };
}
