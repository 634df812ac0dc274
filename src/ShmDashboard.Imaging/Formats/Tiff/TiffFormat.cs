using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Wording;
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

    internal override bool HasSignature => true;

    public override string MediaType => "image/tiff";

    public override IReadOnlyList<string> Extensions { get; } = ["tif", "tiff"];

    public override bool IsShownByBrowsers => false;

    internal override IImageDecoder Decoder { get; } = new TiffDecoder { DecodingMode = FrameDecodingMode.First };

    // ImageSharp 2.1.13 takes what a strip of JPEG (6, 7) starts with for a file of any format, without a limit: one that leads
    // to the TIFF itself ends the process with a stack overflow (measured). Decoded are: none, CCITT, LZW, Deflate, PackBits.
    // Numbers with a sign and floating-point ones it takes for shares of the largest without a sign: 5.0 is white (measured).
    internal override PictureFailure? FindUndecodable(ReadOnlySpan<byte> picture) => TiffDetector.First(picture) switch
    {
        ((>= 1 and <= 5) or 8 or 32773 or 32946, 1 or 4) => null,
        ((>= 1 and <= 5) or 8 or 32773 or 32946, var numbers) => new(PictureFailureKind.Unsupported, Sentence.Of($"TIFF samples"), Sentence.Of($"whole numbers without a sign"),
            numbers switch { 2 => Sentence.Of($"with a sign"), 3 => Sentence.Of($"floating-point"), null => Sentence.Of($"none that can be told"), _ => Sentence.Of($"kind {numbers}") }, 0),
        var (compression, _) => new(PictureFailureKind.Unsupported, Sentence.Of($"TIFF compression"), Sentence.Of($"none, CCITT, LZW, Deflate or PackBits"),
            compression is { } other ? Sentence.Of($"{(other is 6 or 7 ? "JPEG" : $"{other}")}") : Sentence.Of($"none that can be told"), 0),
    };

    // ImageSharp 2.1.13 reads up to 65,534 directories for the first page, and those that lead back to themselves for 20 s
    // (measured): it is given the first alone.
    internal override ReadOnlyMemory<byte> Prepare(ReadOnlyMemory<byte> picture)
    {
        if (TiffDetector.NextField(picture.Span) is not { } next)
            return picture;
        byte[] first = picture.ToArray();
        first.AsSpan(next, 4).Clear();
        return first;
    }

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
