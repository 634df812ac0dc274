using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Metadata;

namespace ShmDashboard.Imaging.Formats.Gif;

/// <summary>GIF87a and GIF89a; of several pictures the first is taken.</summary>
internal sealed class GifFormat : PictureFormat
{
    public override string Id => "gif";

    public override string Name => "GIF";

    internal override bool HasSignature => true;

    public override string MediaType => "image/gif";

    public override IReadOnlyList<string> Extensions { get; } = ["gif"];

    internal override IImageDecoder Decoder { get; } = new GifDecoder { IgnoreMetadata = true, DecodingMode = FrameDecodingMode.First, MaxFrames = 1 };

    internal override bool IsMatch(in PictureProbe probe) => GifDetector.IsMatch(probe.Head);

    internal override PictureEnd FindEnd(in PictureProbe probe) => PictureEnd.BeforeZeros;

    internal override PictureOutline Outline(ReadOnlySpan<byte> picture) => GifDetector.Outline(picture);
}
