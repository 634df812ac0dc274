using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;

namespace ShmDashboard.Imaging.Formats.Bmp;

/// <summary>Windows bitmaps with their file header.</summary>
internal sealed class BmpFormat : PictureFormat
{
    public override string Id => "bmp";

    public override string Name => "BMP";

    internal override bool HasSignature => true;

    public override string MediaType => "image/bmp";

    public override IReadOnlyList<string> Extensions { get; } = ["bmp", "dib"];

    internal override IImageDecoder Decoder { get; } = new BmpDecoder();

    internal override bool IsMatch(in PictureProbe probe) => BmpDetector.IsMatch(probe.Head);

    internal override PictureEnd FindEnd(in PictureProbe probe) => BmpHeader.TryParse(probe.Head, out var header) ? new(header.LengthBytes) : PictureEnd.Unknown;

    internal override PictureOutline Outline(ReadOnlySpan<byte> picture) => BmpDetector.Outline(picture);
}
