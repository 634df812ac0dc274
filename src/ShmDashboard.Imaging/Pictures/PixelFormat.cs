namespace ShmDashboard.Imaging.Pictures;

/// <summary>
/// How one pixel lies in memory. Channels are interleaved in the order of the name, without padding; alpha is straight
/// (not premultiplied); 16-bit channels are native-endian <see cref="ushort"/>; 0 is black, or fully transparent.
/// </summary>
public enum PixelFormat
{
    /// <summary>Red, green, blue, alpha; 8 bits each, 4 bytes a pixel.</summary>
    Rgba8,

    /// <summary>Red, green, blue, alpha; 16 bits each in the machine's byte order, 8 bytes a pixel.</summary>
    Rgba16,

    /// <summary>Red, green, blue; 8 bits each, 3 bytes a pixel.</summary>
    Rgb8,

    /// <summary>Brightness only; 8 bits, 1 byte a pixel.</summary>
    Grey8,

    /// <summary>Brightness only; 16 bits in the machine's byte order, 2 bytes a pixel.</summary>
    Grey16,
}
