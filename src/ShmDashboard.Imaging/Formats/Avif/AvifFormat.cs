namespace ShmDashboard.Imaging.Formats.Avif;

/// <summary>AVIF: recognised and measured here, decoded by browsers only.</summary>
internal sealed class AvifFormat : PictureFormat
{
    public override string Id => "avif";

    public override string Name => "AVIF";

    public override string MediaType => "image/avif";

    public override IReadOnlyList<string> Extensions { get; } = ["avif"];

    internal override bool IsMatch(in PictureProbe probe) => AvifDetector.IsMatch(probe.Head);

    internal override PictureEnd FindEnd(in PictureProbe probe) => new(AvifWalker.FindEnd(probe));

    internal override PictureOutline Outline(ReadOnlySpan<byte> picture) => AvifDetector.Outline(picture);
}
