using ShmDashboard.Imaging.Formats.Png;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>
/// Decides whether an upload is what it has to be before a byte of it reaches a segment: readers trust what they find there.
/// Pure.
/// </summary>
internal static class UploadCheck
{
    /// <summary>The failure and its sentence, or none and the picture's exact length.</summary>
    public static (PublishFailure Failure, string? Problem, int LengthBytes) Picture(
        SegmentId target, ReadOnlySpan<byte> picture, PayloadKind kind)
    {
        var found = PayloadIdentifier.Identify(picture, picture.Length);
        if (!found.IsPicture || found.ContentOffset != 0)
        {
            return (PublishFailure.NotAPicture,
                $"Cannot write the upload to '{target}': it is not a picture ({picture.Length} bytes, {Name(found.Format)}). " +
                "Send a PNG, JPEG, GIF, WebP, BMP or AVIF file.", 0);
        }

        if (found.Format != PayloadFormat.Png && kind == PayloadKind.QtImage)
        {
            return (PublishFailure.UnsupportedFormat,
                $"Cannot write the upload to '{target}' as a Qt image stream: it is {Name(found.Format)}, and Qt reads nothing " +
                "but PNG there. Convert it to PNG (the upload page does), or store the file's bytes with payload=file.", 0);
        }

        return found.Format == PayloadFormat.Png ? Png(target, picture) : Other(target, picture, found);
    }

    private static (PublishFailure, string?, int) Png(SegmentId target, ReadOnlySpan<byte> picture)
    {
        var verified = PngVerifier.Verify(picture, ImageLimits.Default);
        return verified.Failure is { } failure
            ? (PublishFailure.NotAPicture, $"Cannot write the upload to '{target}': {failure.Message} {failure.Remedy}", 0)
            : (PublishFailure.None, null, (int)verified.LengthBytes);
    }

    private static (PublishFailure, string?, int) Other(SegmentId target, ReadOnlySpan<byte> picture, PayloadDescription found) =>
        found.Integrity is PayloadIntegrity.Damaged or PayloadIntegrity.Truncated
            ? (PublishFailure.NotAPicture, $"Cannot write the upload to '{target}': {found.Problem} Send the whole file.", 0)
            : (PublishFailure.None, null, picture.Length);

    private static string Name(PayloadFormat format) => format switch
    {
        PayloadFormat.Jpeg => "a JPEG",
        PayloadFormat.Gif => "a GIF",
        PayloadFormat.WebP => "a WebP",
        PayloadFormat.Bmp => "a BMP",
        PayloadFormat.Avif => "an AVIF",
        PayloadFormat.QtImage or PayloadFormat.QtNullImage => "a Qt image stream, marker included",
        PayloadFormat.Empty => "only zeros",
        PayloadFormat.Bytes => "of no known format",
        _ => "text",
    };
}
