using System.Buffers.Binary;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Formats.Avif;

/// <summary>Recognises AVIF by the brands in its ftyp box (AV1 Image File Format, 9.1) and takes its length from the boxes
/// that follow. No checksums.</summary>
internal static class AvifDetector
{
    private const int MaxBoxes = 1024;
    private const uint Ftyp = 0x66747970;
    private const uint Avif = 0x61766966;
    private const uint Avis = 0x61766973;

    public static bool IsMatch(ReadOnlySpan<byte> head)
    {
        if (!IsoBox.TryRead(head, out var box) || box.Type != Ftyp || box.LengthBytes is < 16 or > 1024)
            return false;
        var brands = head[box.HeaderBytes..(int)Math.Min(box.LengthBytes, head.Length)];
        for (int at = 0; brands.Length - at >= 4; at += 4)
            if (at != 4 && BinaryPrimitives.ReadUInt32BigEndian(brands[at..]) is Avif or Avis)
                return true;
        return false;
    }

    public static PictureOutline Outline(ReadOnlySpan<byte> avif)
    {
        bool hasHeader = AvifHeader.TryParse(avif, out var header);
        long length = 0L;
        for (int i = 0; i < MaxBoxes && length < avif.Length && IsoBox.TryRead(avif[(int)length..], out var box); i++)
            length += box.LengthBytes;

        PictureFailure? problem = null;
        if (length > avif.Length)
            problem = new(PictureFailureKind.Truncated, "AVIF", Sentence.Of($"{length} bytes as its boxes say"), Sentence.Of($"{avif.Length}"), 0);
        else if (!hasHeader)
            problem = new(PictureFailureKind.Damaged, "AVIF", Sentence.Of($"a picture size (box ispe)"), Sentence.Of($"none"), 0);
        return new PictureOutline
        {
            Width = hasHeader ? header.Width : null,
            Height = hasHeader ? header.Height : null,
            BitsPerChannel = header.BitsPerChannel,
            Channels = !hasHeader ? null : header.HasAlpha ? "RGBA" : "RGB",
            LengthBytes = Math.Min(length, avif.Length),
            Integrity = PictureOutline.VerdictOf(problem),
            Problem = problem,
        };
    }
}
