using ShmDashboard.Imaging.Formats;
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
    private const double MaxShare = 0.05;

    private static readonly TimeSpan s_costPerMegabyte = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_alwaysAffordable = TimeSpan.FromMilliseconds(1);

    private DateTimeOffset _notBefore;

    /// <summary>What identifying has shown already.</summary>
    public static ContentProof Of(PayloadDescription payload) => payload switch
    {
        { IsDamaged: true } => ContentProof.Broken,
        { Integrity: PayloadIntegrity.Complete } when payload.Picture == PictureFormats.Png => ContentProof.PartsRight,
        _ => ContentProof.Open,
    };

    /// <summary>Whether inflating takes no longer than nobody notices.</summary>
    public static bool IsCheap(PayloadDescription payload) => CostOf(payload) <= s_alwaysAffordable;

    /// <summary>Whether inflating can be afforded now; if so, it is counted as done.</summary>
    public bool Affords(PayloadDescription payload, DateTimeOffset now)
    {
        var cost = CostOf(payload);
        if (cost <= s_alwaysAffordable)
            return true;
        if (now < _notBefore)
            return false;
        _notBefore = now + (cost / MaxShare);
        return true;
    }

    /// <summary>
    /// Inflates a picture whose parts are right. No checksum ties a palette's colours to the pixels: of a writer known to pause
    /// where it likes, such a picture proves nothing. Pure.
    /// </summary>
    public static ContentProof Inflate(PayloadDescription payload, ReadOnlySpan<byte> bytes, WriterDiscipline writer)
    {
        if (payload.Channels == "palette" && writer == WriterDiscipline.Ignores)
            return ContentProof.Open;
        // Of several, one would vouch for all.
        if (payload.IsBase64 || payload.Pictures.Any(picture => picture.Integrity != PayloadIntegrity.Complete))
            return ContentProof.Open;

        var verified = PngVerifier.Verify(
            bytes.Slice((int)payload.ContentOffset, (int)payload.ContentLength), ImageLimits.Default);
        return verified.IsValid ? ContentProof.Whole
            : verified.Failure.Kind is PictureFailureKind.Damaged or PictureFailureKind.Truncated ? ContentProof.Broken
            : ContentProof.Open;
    }

    private static TimeSpan CostOf(PayloadDescription payload) =>
        s_costPerMegabyte * ((double)(payload.Width ?? 0) * (payload.Height ?? 0) * 4 / (1 << 20));
}
