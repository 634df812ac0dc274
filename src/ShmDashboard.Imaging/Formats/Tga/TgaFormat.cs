using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Tga;

namespace ShmDashboard.Imaging.Formats.Tga;

/// <summary>Truevision TGA, with and without its footer.</summary>
internal sealed class TgaFormat : PictureFormat
{
    public override string Id => "tga";

    public override string Name => "TGA";

    public override string MediaType => "image/x-tga";

    public override IReadOnlyList<string> Extensions { get; } = ["tga"];

    public override bool IsShownByBrowsers => false;

    internal override IImageDecoder Decoder { get; } = new TgaDecoder();

    internal override bool IsMatch(in PictureProbe probe) => TgaDetector.IsMatch(probe);

    internal override PictureEnd FindEnd(in PictureProbe probe) => TgaDetector.FindEnd(probe);

    internal override PictureOutline Outline(ReadOnlySpan<byte> picture) => TgaDetector.Outline(picture);
}
