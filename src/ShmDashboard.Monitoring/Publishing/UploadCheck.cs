using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Formats.Png;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring.Wording;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>
/// Decides whether an upload is what it has to be before a byte of it reaches a segment: readers trust what they find there.
/// Pure.
/// </summary>
internal static class UploadCheck
{
    /// <summary>The failure and its sentence, or none and the picture's exact length.</summary>
    public static (PublishFailure Failure, Sentence? Problem, int LengthBytes) Picture(
        SegmentId target, ReadOnlySpan<byte> picture, PayloadKind kind)
    {
        var found = PayloadIdentifier.Identify(picture, picture.Length);
        if (!found.IsPicture || found.ContentOffset != 0)
        {
            return (PublishFailure.NotAPicture, NotAPicture(target, picture.Length, found.Format), 0);
        }

        if (found.Picture != PictureFormats.Png && kind == PayloadKind.QtImage)
        {
            return (PublishFailure.UnsupportedFormat, Sentence.Of(
                $"Cannot write the upload to '{target}' as a Qt image stream: its format is {found.Picture!.Name}, and Qt reads nothing " +
                $"but PNG there. Convert it to PNG (the upload page does), or store the file's bytes with payload=file."), 0);
        }

        return found.Picture == PictureFormats.Png ? Png(target, picture) : Other(target, picture, found);
    }

    private static (PublishFailure, Sentence?, int) Png(SegmentId target, ReadOnlySpan<byte> picture)
    {
        var verified = PngVerifier.Verify(picture, ImageLimits.Default);
        return verified.Failure is { } failure
            ? (PublishFailure.NotAPicture, Sentence.Of($"Cannot write the upload to '{target}': {failure.Message} {failure.Remedy}"), 0)
            : (PublishFailure.None, null, (int)verified.LengthBytes);
    }

    private static (PublishFailure, Sentence?, int) Other(SegmentId target, ReadOnlySpan<byte> picture, PayloadDescription found) =>
        found.Integrity is PayloadIntegrity.Damaged or PayloadIntegrity.Truncated
            ? (PublishFailure.NotAPicture, Sentence.Of($"Cannot write the upload to '{target}': {found.Problem} Send the whole file."), 0)
            : (PublishFailure.None, null, picture.Length);

    private static Sentence NotAPicture(SegmentId target, int bytes, PayloadFormat format) => format switch
    {
        _ when bytes == 0 => Sentence.Of(
            $"Cannot write the upload to '{target}': it is empty. Send a file of one of these formats: {PictureFormats.Names}."),
        PayloadFormat.QtImage or PayloadFormat.QtNullImage => Sentence.Of(
            $"Cannot write the upload to '{target}': it is a Qt image stream of {bytes} bytes, marker included. Send the PNG file in it."),
        PayloadFormat.Empty => Sentence.Of(
            $"Cannot write the upload to '{target}': it is not a picture but {bytes} zeros. Send a file of one of these formats: {PictureFormats.Names}."),
        PayloadFormat.Bytes => Sentence.Of(
            $"Cannot write the upload to '{target}': it is not a picture that is known here ({bytes} bytes). Send a file of one of these formats: {PictureFormats.Names}."),
        _ => Sentence.Of(
            $"Cannot write the upload to '{target}': it is not a picture but text ({bytes} bytes). Send a file of one of these formats: {PictureFormats.Names}."),
    };
}
