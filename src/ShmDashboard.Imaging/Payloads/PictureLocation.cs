using System.Buffers.Binary;
using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Formats.Avif;
using ShmDashboard.Imaging.Formats.Bmp;
using ShmDashboard.Imaging.Formats.Gif;
using ShmDashboard.Imaging.Formats.Jpeg;
using ShmDashboard.Imaging.Formats.Png;
using ShmDashboard.Imaging.Formats.Qt;
using ShmDashboard.Imaging.Formats.WebP;

namespace ShmDashboard.Imaging.Payloads;

/// <summary>Which encoded picture starts where in a segment, from its first bytes.</summary>
/// <param name="Encoding">The format of the picture itself, without regard to what is in front of it.</param>
/// <param name="Offset">Where its signature starts.</param>
internal readonly record struct PictureLocation(PayloadFormat Encoding, int Offset)
{
    /// <summary>First bytes that are enough to decide (the brands of AVIF are the longest signature).</summary>
    public const int HeadBytes = 512;

    /// <summary>Where the picture of a streamed QVariant starts: u32 type, u8 is-null, i32 marker.</summary>
    public const int InVariant = 9;

    public string MediaType => Encoding switch
    {
        PayloadFormat.Png => "image/png",
        PayloadFormat.Jpeg => "image/jpeg",
        PayloadFormat.Gif => "image/gif",
        PayloadFormat.WebP => "image/webp",
        PayloadFormat.Bmp => "image/bmp",
        _ => "image/avif",
    };

    public static PictureLocation? Find(ReadOnlySpan<byte> head)
    {
        if (EncodingAt(head) is { } plain)
            return new PictureLocation(plain, 0);
        if (head.Length <= QtImageStream.MarkerBytes)
            return null;
        var marker = BinaryPrimitives.ReadUInt32BigEndian(head);
        // Marker 0 says that nothing follows; only the remains of Qt's own format are evidence of that.
        if (EncodingAt(head[QtImageStream.MarkerBytes..]) is { } marked && (marker != 0 || marked == PayloadFormat.Png))
            return new PictureLocation(marked, QtImageStream.MarkerBytes);
        return IsImageVariant(head, marker) ? new PictureLocation(PayloadFormat.Png, InVariant) : null;
    }

    public PictureOutline Outline(ReadOnlySpan<byte> copy)
    {
        var picture = copy[Offset..];
        return Encoding switch
        {
            PayloadFormat.Png => PngDetector.Outline(picture),
            PayloadFormat.Jpeg => JpegDetector.Outline(picture),
            PayloadFormat.Gif => GifDetector.Outline(picture),
            PayloadFormat.WebP => WebPDetector.Outline(picture),
            PayloadFormat.Bmp => BmpDetector.Outline(picture),
            _ => AvifDetector.Outline(picture),
        };
    }

    private static PayloadFormat? EncodingAt(ReadOnlySpan<byte> head) =>
        PngDetector.IsMatch(head) ? PayloadFormat.Png
        : JpegDetector.IsMatch(head) ? PayloadFormat.Jpeg
        : GifDetector.IsMatch(head) ? PayloadFormat.Gif
        : WebPDetector.IsMatch(head) ? PayloadFormat.WebP
        : BmpDetector.IsMatch(head) ? PayloadFormat.Bmp
        : AvifDetector.IsMatch(head) ? PayloadFormat.Avif
        : null;

    // QMetaType ids of QImage and QPixmap: 0x46 and 0x41 in Qt 5, 0x1006 and 0x1001 in Qt 6 (qmetatype.h; measured).
    private static bool IsImageVariant(ReadOnlySpan<byte> head, uint typeId) =>
        typeId is 0x46 or 0x41 or 0x1006 or 0x1001
        && head.Length > InVariant && head[4] == 0 && PngDetector.IsMatch(head[InVariant..]);
}
