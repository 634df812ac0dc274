using System.Buffers.Binary;
using System.Collections.Immutable;
using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Formats.Qt;
using ShmDashboard.Imaging.Formats.Text;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Payloads;

/// <summary>
/// Tells what lies in a segment. First <see cref="Measure"/> on the live segment, to copy no more than needed; then
/// <see cref="Identify"/> on the copy, whose answer counts. Stateless and safe for all threads; no bytes whatever make
/// either throw, hang, or allocate more than some dozen kilobytes.
/// </summary>
public static class PayloadIdentifier
{
    /// <summary>
    /// How many bytes from offset 0 a reader must copy to hold the whole payload, found by small reads: a picture by
    /// what its format states (PNG's chunk headers, AVIF's boxes, TIFF's directories, the sizes of BMP, WebP, PNM and TGA),
    /// JPEG and GIF, which state none, as the segment without the zeros at its end, text by its length field or NUL (then a bounded beginning); anything else is the whole segment.
    /// </summary>
    /// <param name="read">Reads the live segment; called some hundred times for a PNG of some megabytes. What it throws
    /// passes through.</param>
    /// <param name="segmentSizeBytes">Size of the segment. A value below 0 counts as 0.</param>
    /// <param name="maxBytes">Most that the caller would copy. A value below 0 counts as 0.</param>
    public static PayloadExtent Measure(ReadAt read, long segmentSizeBytes, long maxBytes) =>
        PayloadMeasure.Of(read, segmentSizeBytes, maxBytes);

    /// <summary>
    /// Describes a private copy of a segment's beginning. Reads headers and verifies the checksums of PNG; never inflates
    /// or allocates pixels.
    /// </summary>
    /// <remarks>
    /// In this order: zeros only; a picture at offset 0, behind a Qt marker or in a QVariant; text; bytes. Text has to look
    /// like writing: at least two characters, and nothing behind a short one but zeros, because small little-endian numbers
    /// look like a letter and a NUL.
    /// </remarks>
    /// <param name="copy">The bytes from offset 0 on; must not change meanwhile.</param>
    /// <param name="segmentSizeBytes">Size of the whole segment, to tell a payload that is cut off by our copy from one that
    /// is cut off by the segment. A value below the length of the copy counts as that length.</param>
    public static PayloadDescription Identify(ReadOnlySpan<byte> copy, long segmentSizeBytes)
    {
        segmentSizeBytes = Math.Max(segmentSizeBytes, copy.Length);
        if (copy.IndexOfAnyExcept((byte)0) < 0)
            return new PayloadDescription { Format = PayloadFormat.Empty, Integrity = PayloadIntegrity.Complete };
        if (PictureLocation.Find(PictureProbe.OverCopy(copy, segmentSizeBytes)) is { } location)
            return WithOthers(copy, DescribePicture(copy, location, segmentSizeBytes));
        if (TextDetector.Find(copy, segmentSizeBytes) is { } text)
        {
            var described = DescribeText(copy, text);
            return EmbeddedPictures.HasLetters(copy[..Math.Min(copy.Length, EmbeddedPictures.HeadBytes)])
                && EmbeddedPictures.Find(copy, 0, copy.Length) is [_, ..] inText ? Describe(inText, described) : described;
        }

        var plain = DescribeBytes(copy);
        return EmbeddedPictures.Find(copy, 0, EmbeddedPictures.HeadBytes) is [var first, ..] ? Describe(
            [first, .. EmbeddedPictures.Find(copy, (int)Math.Min(copy.Length, first.Offset + first.LengthBytes), copy.Length)], plain) : plain;
    }

    /// <summary>
    /// Looks for encoded pictures in all of a copy that nothing explains, up to 16 MiB; <see cref="Identify"/> looks for them where
    /// they begin within the first 64 KiB.
    /// </summary>
    /// <param name="copy">The bytes from offset 0 on; must not change meanwhile.</param>
    /// <param name="plain">What <see cref="Identify"/> said of them.</param>
    /// <returns>The pictures; null where there are none.</returns>
    public static PayloadDescription? Search(ReadOnlySpan<byte> copy, PayloadDescription plain)
    {
        ArgumentNullException.ThrowIfNull(plain);
        return copy.Length > EmbeddedPictures.HeadBytes && EmbeddedPictures.Find(copy, EmbeddedPictures.HeadBytes, copy.Length, letters: false) is [_, ..] pictures
            ? Describe(pictures, plain)
            : null;
    }

    private static PayloadDescription Describe(ImmutableArray<EmbeddedPicture> pictures, PayloadDescription plain) => plain.With(pictures[0]) with
    {
        Format = PayloadFormat.Picture,
        Pictures = pictures,
        PayloadLength = pictures[^1].Offset + pictures[^1].LengthBytes,
    };

    // Others may follow the one at the start, as the items of a list do.
    private static PayloadDescription WithOthers(ReadOnlySpan<byte> copy, PayloadDescription first)
    {
        int end = (int)(first.ContentOffset + first.ContentLength);
        if (first.Picture is not { } format || first.IsDamaged || first.IsCutByCopy || end >= copy.Length ||
            EmbeddedPictures.Find(copy, end, EmbeddedPictures.HeadBytes, letters: false).IsEmpty)
        {
            return first;
        }

        var others = EmbeddedPictures.Find(copy, end, copy.Length, letters: false);

        var own = new EmbeddedPicture
        {
            Format = format, Offset = first.ContentOffset, LengthBytes = first.ContentLength, Width = first.Width, Height = first.Height,
            BitsPerChannel = first.BitsPerChannel, Channels = first.Channels, Integrity = first.Integrity, IsInQtStream = first.QtMarker is not null,
        };
        return first with { Pictures = [own, .. others], PayloadLength = others[^1].Offset + others[^1].LengthBytes };
    }

    private static PayloadDescription DescribeBytes(ReadOnlySpan<byte> copy) => new()
    {
        Format = PayloadFormat.Bytes,
        Integrity = PayloadIntegrity.Unchecked,
        ContentLength = copy.Length,
        PayloadLength = copy.Length,
    };

    private static PayloadDescription DescribeText(ReadOnlySpan<byte> copy, TextFinding text) => new()
    {
        Format = text.Format,
        Integrity = PayloadIntegrity.Unchecked,
        ContentOffset = text.ContentOffset,
        ContentLength = text.ContentLength,
        PayloadLength = text.PayloadLength,
        TextEncoding = text.Encoding,
        Text = TextDecoding.Decode(
            copy.Slice(text.ContentOffset, text.ContentLength), text.Encoding, out bool isTruncated),
        TextTruncated = isTruncated,
    };

    private static PayloadDescription DescribePicture(
        ReadOnlySpan<byte> copy, PictureLocation location, long segmentSizeBytes)
    {
        uint? marker = location.Offset == QtImageStream.MarkerBytes ? BinaryPrimitives.ReadUInt32BigEndian(copy) : null;
        if (marker == 0)
            return new PayloadDescription
            {
                Format = PayloadFormat.QtNullImage,
                Integrity = PayloadIntegrity.Complete,
                QtMarker = 0,
                ContentOffset = QtImageStream.MarkerBytes,
                PayloadLength = QtImageStream.MarkerBytes,
            };

        var outline = location.Format.Outline(copy[location.Offset..]);
        bool isReadByQt = marker is not null && location.Format == PictureFormats.Png;
        // A PNG behind its own length is anybody's: that Qt would show it all the same makes it no stream of Qt's.
        bool isQtImage = isReadByQt && !IsLength(marker!.Value, outline.LengthBytes);
        bool isCutByUs = outline.Integrity == PayloadIntegrity.Truncated && copy.Length < segmentSizeBytes
            && outline.IsLengthStated;
        return new PayloadDescription
        {
            Format = isQtImage ? PayloadFormat.QtImage : PayloadFormat.Picture,
            Picture = location.Format,
            Width = outline.Width,
            Height = outline.Height,
            IsTurned = outline.IsTurned,
            BitsPerChannel = outline.BitsPerChannel,
            Channels = outline.Channels,
            ContentOffset = location.Offset,
            ContentLength = outline.LengthBytes,
            PayloadLength = location.Offset + outline.LengthBytes,
            IsCutByCopy = isCutByUs,
            MissingBytes = isCutByUs ? 0 : outline.Problem?.MissingBytes ?? 0,
            Integrity = isCutByUs ? PayloadIntegrity.Unchecked : outline.Integrity,
            Problem = isCutByUs ? CutProblem(copy.Length, segmentSizeBytes, outline)
                : WithMissing(outline.Problem?.ShiftedBy(location.Offset)) ?? QtProblem(location, marker, outline),
            QtMarker = marker,
            ReadableByQImageStream = isReadByQt && outline.IsReadable,
        };
    }

    // What Qt itself writes in front of an image that is not null (QImage, operator<<).
    private const uint QtMarkerValue = 1;

    // Of either byte order: who writes a length in front of a file does it as his machine does.
    private static bool IsLength(uint marker, long lengthBytes) =>
        marker == lengthBytes || BinaryPrimitives.ReverseEndianness(marker) == lengthBytes;

    private static Sentence CutProblem(long copied, long segmentSizeBytes, PictureOutline outline) => Sentence.Of(
        $"Only the first {copied} of the segment's {segmentSizeBytes} bytes were copied, " +
        $"and the picture ({outline.Width} x {outline.Height}) goes on behind them.");

    private static Sentence? WithMissing(PictureFailure? problem) => problem is not { MissingBytes: > 0 and var missing } ? problem?.Message
        : missing == 1 ? Sentence.Of($"{problem.Message} At least 1 byte of the picture is missing: the segment ends before it.")
        : Sentence.Of($"{problem.Message} At least {Amount.Bytes(missing)} of the picture are missing: the segment ends before it.");

    private static Sentence? QtProblem(PictureLocation location, uint? marker, PictureOutline outline)
    {
        if (location.Offset == PictureLocation.InVariant)
            return Sentence.Of($"The picture is inside a QVariant: \"in >> QImage\" shows an empty picture, \"in >> QVariant\" reads it.");
        if (location.Format == PictureFormats.Png)
            return null;
        string name = location.Format.Name;
        return marker == outline.LengthBytes
            ? Sentence.Of($"The {name} is behind its length, as in a QByteArray: \"in >> QImage\" shows an empty picture; read it with " +
              $"\"in >> QByteArray\" and QImage::fromData, or write it as PNG behind the marker 1.")
            : marker != QtMarkerValue ? null
            : Sentence.Of($"A {name} is behind Qt's image marker, where Qt's stream reader expects a PNG: \"in >> QImage\" shows an " +
              $"empty picture; convert the picture to PNG before writing it.");
    }
}
