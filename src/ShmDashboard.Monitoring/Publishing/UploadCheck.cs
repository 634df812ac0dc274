using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Formats.Png;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>
/// Decides whether an upload is what it has to be before a byte of it reaches a segment: readers trust what they find there.
/// Pure.
/// </summary>
internal static class UploadCheck
{
    /// <summary>Whether it may be written, and whether it must be converted for that.</summary>
    public static UploadVerdict Picture(SegmentId target, ReadOnlySpan<byte> picture, PayloadKind kind)
    {
        var found = PayloadIdentifier.Identify(picture, picture.Length);
        if (!found.IsPicture || found.ContentOffset != 0)
            return UploadVerdict.Refuse(PublishFailure.NotAPicture, NotAPicture(target, picture.Length, found.Format));
        if (found.Picture == PictureFormats.Png)
            return Png(target, picture);
        if (found.IsDamaged)
        {
            return UploadVerdict.Refuse(
                PublishFailure.NotAPicture, Sentence.Of($"Cannot write the upload to '{target}': {found.Problem!} Send the whole file."));
        }

        if (kind != PayloadKind.QtImage)
            return UploadVerdict.Take(picture.Length);
        return found.Picture!.CanDecode
            ? UploadVerdict.Take(picture.Length, found)
            : UploadVerdict.Refuse(PublishFailure.UnsupportedFormat, Sentence.Of(
                $"Cannot write the upload to '{target}' as a Qt image stream: its format is {found.Picture.Name}, Qt reads nothing but PNG " +
                $"there, and only a browser can make one of it. Convert it to PNG (the upload page does), or store the file's bytes with payload=file."));
    }

    private static UploadVerdict Png(SegmentId target, ReadOnlySpan<byte> picture)
    {
        var verified = PngVerifier.Verify(picture, ImageLimits.Default);
        return verified.Failure is { } failure
            ? UploadVerdict.Refuse(
                PublishFailure.NotAPicture, Sentence.Of($"Cannot write the upload to '{target}': {failure.Message} {failure.Remedy}"))
            : UploadVerdict.Take((int)verified.LengthBytes);
    }

    private static Sentence NotAPicture(SegmentId target, int bytes, PayloadFormat format) => format switch
    {
        _ when bytes == 0 => Sentence.Of(
            $"Cannot write the upload to '{target}': it is empty. Send a file of one of these formats: {PictureFormats.Names}."),
        PayloadFormat.QtImage or PayloadFormat.QtNullImage => Sentence.Of(
            $"Cannot write the upload to '{target}': it is a Qt image stream of {Amount.Bytes(bytes)}, marker included. Send the PNG file in it."),
        PayloadFormat.Empty => Sentence.Of(
            $"Cannot write the upload to '{target}': it is not a picture but {bytes} zeros. Send a file of one of these formats: {PictureFormats.Names}."),
        PayloadFormat.Bytes or PayloadFormat.Picture => Sentence.Of(
            $"Cannot write the upload to '{target}': it is not a picture that is known here ({Amount.Bytes(bytes)}). Send a file of one of these formats: {PictureFormats.Names}."),
        _ => Sentence.Of(
            $"Cannot write the upload to '{target}': it is not a picture but text ({Amount.Bytes(bytes)}). Send a file of one of these formats: {PictureFormats.Names}."),
    };
}
