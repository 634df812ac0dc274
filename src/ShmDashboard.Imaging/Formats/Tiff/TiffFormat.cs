using ShmDashboard.Imaging.Pictures;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Tiff.Constants;
using SixLabors.ImageSharp.Metadata;

namespace ShmDashboard.Imaging.Formats.Tiff;

/// <summary>TIFF 6.0 of both byte orders; of several pages the first is taken.</summary>
internal sealed class TiffFormat : PictureFormat, IPictureEncoding
{
    public override string Id => "tiff";

    public override string Name => "TIFF";

    public override string MediaType => "image/tiff";

    public override IReadOnlyList<string> Extensions { get; } = ["tif", "tiff"];

    public override bool IsShownByBrowsers => false;

    internal override IImageDecoder Decoder { get; } = new TiffDecoder { DecodingMode = FrameDecodingMode.First };

    internal override bool IsMatch(in PictureProbe probe) => TiffDetector.IsMatch(probe);

    internal override PictureEnd FindEnd(in PictureProbe probe) => TiffDetector.FindEnd(probe);

    internal override PictureOutline Outline(ReadOnlySpan<byte> picture) => TiffDetector.Outline(picture);

    int IPictureEncoding.MaxBitsPerChannel => 8;

    bool IPictureEncoding.KeepsAlpha => false;

    IImageEncoder IPictureEncoding.CreateEncoder(PixelFormat pixels, bool isOpaque, EncodeOptions options) => new TiffEncoder
    {
        BitsPerPixel = pixels is PixelFormat.Grey8 or PixelFormat.Grey16 ? TiffBitsPerPixel.Bit8 : TiffBitsPerPixel.Bit24,
        Compression = TiffCompression.Deflate,
    };
}
