using ShmDashboard.Imaging.Pictures;
using SixLabors.ImageSharp.Formats;

namespace ShmDashboard.Imaging.Formats;

/// <summary>A format that can be written.</summary>
internal interface IPictureEncoding
{
    /// <summary>Bits of one sample that the format keeps; deeper ones are shortened to this.</summary>
    int MaxBitsPerChannel { get; }

    /// <summary>Whether it keeps transparency; if not, the picture is laid on white.</summary>
    bool KeepsAlpha { get; }

    /// <summary>The library's encoder for pixels of this layout.</summary>
    /// <param name="pixels">How the pixels lie in memory.</param>
    /// <param name="isOpaque">Whether no pixel is transparent, so that alpha need not be written.</param>
    /// <param name="options">Size against time.</param>
    IImageEncoder CreateEncoder(PixelFormat pixels, bool isOpaque, EncodeOptions options);
}
