using ShmDashboard.Imaging.Pictures;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Jpeg;

namespace ShmDashboard.Imaging.Formats.Jpeg;

/// <summary>JPEG (ITU-T T.81).</summary>
internal sealed class JpegFormat : PictureFormat, IPictureEncoding
{
    public override string Id => "jpeg";

    public override string Name => "JPEG";

    internal override bool HasSignature => true;

    public override string MediaType => "image/jpeg";

    public override IReadOnlyList<string> Extensions { get; } = ["jpg", "jpeg", "jpe", "jfif"];

    internal override IImageDecoder Decoder { get; } = new JpegDecoder();

    internal override bool IsMatch(in PictureProbe probe) => JpegDetector.IsMatch(probe.Head);

    internal override PictureEnd FindEnd(in PictureProbe probe) => PictureEnd.BeforeZeros;

    internal override PictureOutline Outline(ReadOnlySpan<byte> picture) => JpegDetector.Outline(picture);

    int IPictureEncoding.MaxBitsPerChannel => 8;

    bool IPictureEncoding.KeepsAlpha => false;

    IImageEncoder IPictureEncoding.CreateEncoder(PixelFormat pixels, bool isOpaque, EncodeOptions options) => new JpegEncoder
    {
        Quality = options.Quality,
        ColorType = pixels is PixelFormat.Grey8 or PixelFormat.Grey16 ? JpegColorType.Luminance : JpegColorType.YCbCrRatio420,
    };
}
