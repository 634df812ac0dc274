using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Formats.Text;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>Makes of an upload what a segment is to hold. Touches no segment; thread-safe.</summary>
/// <param name="options">How much is taken.</param>
/// <param name="converter">Makes PNGs of what Qt's stream does not carry.</param>
internal sealed class UploadPreparation(PublisherOptions options, PictureConverter converter)
{
    /// <summary>A picture, without Qt's marker.</summary>
    public async Task<UploadPayload> PictureAsync(
        SegmentId target, ReadOnlyMemory<byte> picture, PayloadKind kind, CancellationToken cancellationToken)
    {
        // Verifying a large PNG takes a while.
        var verdict = await Task.Run(() => UploadCheck.Picture(target, picture.Span, kind), cancellationToken).ConfigureAwait(false);
        if (verdict.Failure != PublishFailure.None)
            return new UploadPayload(verdict.Failure, verdict.Problem);
        if (verdict.ToBeConverted is not { } found)
            return new UploadPayload(picture[..verdict.LengthBytes]);

        var converted = await converter.ConvertAsync(
            picture, found, PictureFormats.Png, EncodeOptions.Default, ImageLimits.Default, cancellationToken).ConfigureAwait(false);
        if (converted.Failure is { } failure)
            return new UploadPayload(PublishFailure.NotAPicture, Sentence.Of($"Cannot write the upload to '{target}': {failure.Message} {failure.Remedy}"));

        return converted.File.Length > options.MaxContentBytes
            ? new UploadPayload(PublishFailure.TooLarge, Sentence.Of(
                $"Cannot write the upload to '{target}': as the PNG that Qt reads it has {converted.File.Length:N0} bytes, and this dashboard's limit " +
                $"is {options.MaxContentBytes:N0}. Scale it down, or start with a larger --max-upload-mib."))
            : new UploadPayload(converted.File) { Conversion = converted.Conversion };
    }

    /// <summary>A text, in one of the layouts that programs read.</summary>
    public static UploadPayload Text(SegmentId target, string text, PayloadKind kind) => kind switch
    {
        PayloadKind.QString => new UploadPayload(TextPayload.Encode(text, TextEncoding.QString)),
        PayloadKind.QByteArray => new UploadPayload(TextPayload.Encode(text, TextEncoding.QByteArray)),
        _ when text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var nul => new UploadPayload(PublishFailure.NotText, Sentence.Of(
            $"Cannot write the text to '{target}': its character {nul} is a NUL, which would end it there. " +
            $"Remove it, or write a QString or QByteArray, which state their length.")),
        _ => new UploadPayload(TextPayload.Encode(text, TextEncoding.Utf8WithNul)),
    };
}
