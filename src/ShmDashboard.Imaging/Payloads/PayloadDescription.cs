using System.Collections.Immutable;
using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Formats.Qt;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Payloads;

/// <summary>What a copy of a segment holds. Immutable, so safe to share between threads.</summary>
public sealed record PayloadDescription
{
    /// <summary>What lies in the segment.</summary>
    public required PayloadFormat Format { get; init; }

    /// <summary>The format of the picture file at <see cref="ContentOffset"/>; null without a picture.</summary>
    public PictureFormat? Picture { get; init; }

    /// <summary>Media type of <see cref="Picture"/>, such as "image/png", or of what raw pixels are served as; null without a
    /// picture.</summary>
    public string? MediaType => Picture?.MediaType ?? (Layout is null ? null : PictureFormats.Png.MediaType);

    /// <summary>
    /// Pixels in a row as the picture claims, upright where its Exif orientation says how it lies; null when unknown. A claim:
    /// check before allocating.
    /// </summary>
    public int? Width { get; init; }

    /// <summary>Rows as the picture claims; null when unknown.</summary>
    public int? Height { get; init; }

    /// <summary>Whether it is shown turned or mirrored, by its Exif orientation.</summary>
    public bool IsTurned { get; init; }

    /// <summary>Bits of one sample (of one index with a PNG palette); null when unknown.</summary>
    public int? BitsPerChannel { get; init; }

    /// <summary>"RGB", "RGBA", "grey", "grey + alpha", "palette" or "CMYK"; null when unknown.</summary>
    public string? Channels { get; init; }

    /// <summary>Where the encoded picture (without Qt's marker) or the text starts, in bytes from offset 0.</summary>
    public long ContentOffset { get; init; }

    /// <summary>Bytes of the encoded picture or the text, without length field or NUL. Content always lies within the
    /// copy: offset + length is at most its length.</summary>
    public long ContentLength { get; init; }

    /// <summary>Bytes from offset 0 to the end of the payload, with marker, length field and NUL; at most the length of
    /// the copy. What follows belongs to nothing.</summary>
    public long PayloadLength { get; init; }

    /// <summary>How far the bytes vouch for themselves.</summary>
    public required PayloadIntegrity Integrity { get; init; }

    /// <summary>Whether the picture goes on behind what was copied: there is more of it in the segment.</summary>
    public bool IsCutByCopy { get; init; }

    /// <summary>Bytes of the picture for which the segment has no room, at least; 0 where none are known to be missing.</summary>
    public long MissingBytes { get; init; }

    /// <summary>Whether nothing behind the picture shows through it.</summary>
    public bool IsOpaque => Channels is "RGB" or "grey" or "CMYK";

    /// <summary>Whether the picture is known not to be whole.</summary>
    public bool IsDamaged => Integrity is PayloadIntegrity.Damaged or PayloadIntegrity.Truncated;

    /// <summary>Whether what is there of a cut picture can be shown: a JPEG is drawn from the top, as far as it goes.</summary>
    public bool IsShownInPart => Integrity == PayloadIntegrity.Truncated && Picture == PictureFormats.Jpeg && Width is not null;

    /// <summary>What is wrong, in one sentence with expectation, finding and offset (from the start of the
    /// segment), or what keeps Qt's readers from seeing the picture; null when nothing is.</summary>
    public Sentence? Problem { get; init; }

    /// <summary>The text, at most 4,096 characters of it; null without text.</summary>
    public string? Text { get; init; }

    /// <summary>Whether <see cref="Text"/> is only the beginning.</summary>
    public bool TextTruncated { get; init; }

    /// <summary>"UTF-8", "UTF-16LE" or "UTF-16BE"; null without text.</summary>
    public string? TextEncoding { get; init; }

    /// <summary>
    /// The 32-bit big-endian value in front of a picture at offset 4: 1 from Qt itself, any non-zero value is read the
    /// same. Null when the picture starts elsewhere.
    /// </summary>
    public uint? QtMarker { get; init; }

    /// <summary>
    /// Whether <c>in &gt;&gt; QImage</c> (or QPixmap) with the default stream version gives the picture: a non-zero marker,
    /// a PNG behind it, IEND there and the CRC of every critical chunk right. The pixels are not inflated for this answer,
    /// and a picture beyond Qt 6's limit (QImageReader::allocationLimit: 128 MiB of pixels of 4 bytes in Qt 6.4, 256 in 6.8) is refused by it.
    /// </summary>
    public bool ReadableByQImageStream { get; init; }

    /// <summary>The layout by which the bytes are a picture; null for encoded pictures and for what is none.</summary>
    public LayoutMatch? Layout { get; init; }

    /// <summary>Whether the picture at <see cref="ContentOffset"/> is written as letters (RFC 4648), as in a data URL.</summary>
    public bool IsBase64 { get; init; }

    /// <summary>
    /// All encoded pictures, of which this describes the first; none where there is one alone, at the start or behind Qt's marker.
    /// </summary>
    public ImmutableArray<EmbeddedPicture> Pictures { get => field.IsDefault ? [] : field; init; }

    /// <summary>The same payload with another of its <see cref="Pictures"/> as its picture; null where there is none of that number.</summary>
    /// <param name="index">Counted from 0.</param>
    public PayloadDescription? At(int index) => index == 0 ? this : index < 0 || index >= Pictures.Length ? null : With(Pictures[index]);

    /// <summary>The same payload with this as its picture.</summary>
    internal PayloadDescription With(EmbeddedPicture picture) => this with
    {
        Picture = picture.Format,
        Width = picture.Width,
        Height = picture.Height,
        BitsPerChannel = picture.BitsPerChannel,
        Channels = picture.Channels,
        ContentOffset = picture.Offset,
        ContentLength = picture.LengthBytes,
        Integrity = picture.Integrity,
        Problem = picture.Problem,
        IsBase64 = picture.IsBase64,
        QtMarker = picture.IsInQtStream ? 1 : null,
        ReadableByQImageStream = false,
    };

    /// <summary>Whether another says the very same, found anew by the same layouts or by others.</summary>
    public bool DescribesAs(PayloadDescription other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (this with { Layout = null, Pictures = [] }) == (other with { Layout = null, Pictures = [] }) &&
            Pictures.SequenceEqual(other.Pictures) &&
            (Layout is null ? other.Layout is null : other.Layout is { } match && Layout.DescribesAs(match));
    }

    /// <summary>The file of the picture.</summary>
    /// <param name="copy">The bytes from the start of the segment that this describes.</param>
    public ReadOnlyMemory<byte> FileIn(ReadOnlyMemory<byte> copy)
    {
        var content = copy.Slice((int)ContentOffset, (int)ContentLength);
        return IsBase64 ? Base64Content.Decode(content.Span) : content;
    }

    /// <summary>Whether a picture was found: encoded, damaged or not, or raw pixels.</summary>
    public bool IsPicture => Layout is not null || Picture is not null;

    /// <summary>Whether a text was found.</summary>
    public bool IsText => Format is PayloadFormat.QtString or PayloadFormat.QtByteArray or PayloadFormat.Utf8Text
        or PayloadFormat.Utf16Text;
}
