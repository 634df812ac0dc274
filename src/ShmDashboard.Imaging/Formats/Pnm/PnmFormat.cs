using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Pbm;

namespace ShmDashboard.Imaging.Formats.Pnm;

/// <summary>PBM, PGM and PPM, plain and raw (P1 to P6; netpbm's pbm(5), pgm(5), ppm(5)).</summary>
internal sealed class PnmFormat : PictureFormat
{
    public override string Id => "pnm";

    public override string Name => "PNM";

    public override string MediaType => "image/x-portable-anymap";

    public override IReadOnlyList<string> Extensions { get; } = ["pnm", "pbm", "pgm", "ppm"];

    public override bool IsShownByBrowsers => false;

    internal override IImageDecoder Decoder { get; } = new PbmDecoder();

    internal override ReadOnlyMemory<byte> Prepare(ReadOnlyMemory<byte> picture) => PnmRepacking.Repack(picture);

    internal override bool IsMatch(in PictureProbe probe) => PnmDetector.IsMatch(probe);

    internal override PictureEnd FindEnd(in PictureProbe probe) => PnmDetector.FindEnd(probe);

    internal override PictureOutline Outline(ReadOnlySpan<byte> picture) => PnmDetector.Outline(picture);
}
