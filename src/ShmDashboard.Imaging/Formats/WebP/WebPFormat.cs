using ShmDashboard.Imaging.Pictures;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Webp;

namespace ShmDashboard.Imaging.Formats.WebP;

/// <summary>WebP (RFC 9649): lossy, lossless, extended; of an animation the first picture.</summary>
internal sealed class WebPFormat : PictureFormat, IPictureEncoding
{
    public override string Id => "webp";

    public override string Name => "WebP";

    internal override bool HasSignature => true;

    public override string MediaType => "image/webp";

    public override IReadOnlyList<string> Extensions { get; } = ["webp"];

    // ImageSharp 2.1.13 takes room for as many tables of prefix codes as the lossless stream names, up to 65,536 in one array of
    // 2.7 GB, whatever the size of the picture. Browsers show it anyway.
    public override bool IsDecodedUnasked => false;

    // A chunk's claim of its size is believed before the chunk is read (measured).
    internal override PictureFailure? FindUndecodable(ReadOnlySpan<byte> picture) => WebPDetector.FindChunkFailure(picture);

    internal override IImageDecoder Decoder { get; } = new WebpDecoder();

    internal override bool IsMatch(in PictureProbe probe) => WebPDetector.IsMatch(probe.Head);

    internal override PictureEnd FindEnd(in PictureProbe probe) => new(WebPDetector.StatedLength(probe.Head));

    internal override PictureOutline Outline(ReadOnlySpan<byte> picture) => WebPDetector.Outline(picture);

    int IPictureEncoding.MaxBitsPerChannel => 8;

    bool IPictureEncoding.KeepsAlpha => true;

    IImageEncoder IPictureEncoding.CreateEncoder(PixelFormat pixels, bool isOpaque, EncodeOptions options) => new WebpEncoder
    {
        Quality = options.Quality,
        FileFormat = WebpFileFormatType.Lossy,
        Method = WebpEncodingMethod.Level2,
    };
}
