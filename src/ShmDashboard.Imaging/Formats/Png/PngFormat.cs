using ShmDashboard.Imaging.Pictures;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Png;
using SharpColourType = SixLabors.ImageSharp.Formats.Png.PngColorType;
using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Formats.Png;

/// <summary>PNG: the format of Qt's stream, and the only one whose checksums tell a torn copy.</summary>
internal sealed class PngFormat : PictureFormat, IPictureEncoding
{
    // The second pass begins at the fifth pixel (PNG specification, third edition, 8.1).
    private const int LeastInterlacedWidth = 5;

    public override string Id => "png";

    public override string Name => "PNG";

    internal override bool HasSignature => true;

    public override string MediaType => "image/png";

    public override IReadOnlyList<string> Extensions { get; } = ["png"];

    internal override IImageDecoder Decoder { get; } = new PngDecoder();

    // Of an interlaced picture, ImageSharp 2.1.13 never ends, or misreads, where a pass has no pixels, and never ends where
    // there is less data than pixels (both measured).
    internal override PictureFailure? FindUndecodable(ReadOnlySpan<byte> picture) =>
        !PngHeader.TryParse(picture, out var header) || !header.IsInterlaced ? null
            : header.Width < LeastInterlacedWidth
            ? new(PictureFailureKind.Unsupported, "PNG", Sentence.Of($"at least {LeastInterlacedWidth} pixels in a row of an interlaced picture"),
                Sentence.Of($"{header.Width}"), 16)
            : PngVerifier.Verify(picture, ImageLimits.Default).Failure;

    internal override ReadOnlyMemory<byte> Prepare(ReadOnlyMemory<byte> picture) => PngRepacking.Repack(picture);

    internal override void Correct(ReadOnlySpan<byte> picture, PixelBuffer pixels) => PngTransparentColour.Apply(picture, pixels);

    internal override bool IsMatch(in PictureProbe probe) => PngDetector.IsMatch(probe.Head);

    internal override PictureEnd FindEnd(in PictureProbe probe) => PngWalker.FindEnd(probe);

    internal override PictureOutline Outline(ReadOnlySpan<byte> picture) => PngDetector.Outline(picture);

    int IPictureEncoding.MaxBitsPerChannel => 16;

    bool IPictureEncoding.KeepsAlpha => true;

    IImageEncoder IPictureEncoding.CreateEncoder(PixelFormat pixels, bool isOpaque, EncodeOptions options) => new PngEncoder
    {
        BitDepth = pixels is PixelFormat.Rgba16 or PixelFormat.Grey16 ? PngBitDepth.Bit16 : PngBitDepth.Bit8,
        ColorType = pixels is PixelFormat.Grey8 or PixelFormat.Grey16 ? SharpColourType.Grayscale
            : isOpaque ? SharpColourType.Rgb : SharpColourType.RgbWithAlpha,
        CompressionLevel = PngCompressionLevel.BestSpeed,
        FilterMethod = PngFilterMethod.Up,
        TransparentColorMode = PngTransparentColorMode.Preserve,
        IgnoreMetadata = true,
    };
}
