using ShmDashboard.Imaging.Formats.Png;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Monitoring.Sampling;

/// <summary>
/// Asks the bytes whether they are whole. A PNG's chunks each have a checksum; that they are of one frame is told by the
/// Adler-32 over all the pixels, for which they must be inflated: 5 ns a byte, so not for every frame of a large picture. One
/// for each tracker; not thread-safe; time is passed in.
/// </summary>
internal sealed class ContentProver
{
    /// <summary>What inflating may cost of one core, 0 to 1.</summary>
    private const double MaxShare = 0.2;

    private static readonly TimeSpan s_costPerMegabyte = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_alwaysAffordable = TimeSpan.FromMilliseconds(1);

    private DateTimeOffset _notBefore;

    /// <summary>What identifying has shown already.</summary>
    public static ContentProof Of(PayloadDescription payload) => payload switch
    {
        { Integrity: PayloadIntegrity.Damaged or PayloadIntegrity.Truncated } => ContentProof.Broken,
        { Integrity: PayloadIntegrity.Complete, Format: PayloadFormat.Png or PayloadFormat.QtImage } => ContentProof.PartsRight,
        _ => ContentProof.Open,
    };

    /// <summary>
    /// Inflates a picture whose parts are right, if that can be afforded now. No checksum ties a palette's colours to the
    /// pixels: of a writer known to pause where it likes, such a picture proves nothing.
    /// </summary>
    public ContentProof Inflate(
        PayloadDescription payload, ReadOnlySpan<byte> bytes, WriterDiscipline writer, DateTimeOffset now)
    {
        double megabytes = (double)(payload.Width ?? 0) * (payload.Height ?? 0) * 4 / (1 << 20);
        var cost = s_costPerMegabyte * megabytes;
        if (cost > s_alwaysAffordable && now < _notBefore)
            return ContentProof.PartsRight;
        if (cost > s_alwaysAffordable)
            _notBefore = now + (cost / MaxShare);
        if (payload.Channels == "palette" && writer == WriterDiscipline.Ignores)
            return ContentProof.Open;

        var verified = PngVerifier.Verify(
            bytes.Slice((int)payload.ContentOffset, (int)payload.ContentLength), ImageLimits.Default);
        return verified.IsValid ? ContentProof.Whole
            : verified.Failure.Kind is PictureFailureKind.Damaged or PictureFailureKind.Truncated ? ContentProof.Broken
            : ContentProof.Open;
    }
}
