using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Pictures;

/// <summary>
/// How much a picture may ask of us. Headers are claims made by someone else: every limit is checked against the claim
/// before memory is allocated for it. Immutable, so safe to share between threads.
/// </summary>
public sealed record ImageLimits
{
    /// <summary>The values below: an 8,192 x 8,192 picture passes, a claim of 50,000 x 50,000 does not.</summary>
    public static ImageLimits Default { get; } = new();

    /// <summary>Values of <see cref="MaxSidePixels"/> above this count as this: two rows must fit one array.</summary>
    public const int LongestSidePixels = 1 << 24;

    /// <summary>
    /// Longest side in pixels. Default 1,000,000: what libpng, and with it Qt, reads unless told otherwise
    /// (PNG_USER_WIDTH_MAX in pnglibconf.h of libpng 1.6).
    /// </summary>
    public int MaxSidePixels { get; init; } = 1_000_000;

    /// <summary>Width x height. Default 134,217,728 (2^27, as much as 11,585 x 11,585).</summary>
    public long MaxPixels { get; init; } = 1L << 27;

    /// <summary>Length of one chunk's data. Default 256 MiB.</summary>
    public long MaxChunkBytes { get; init; } = 256L << 20;

    /// <summary>Bytes that compressed picture data may inflate to. Default 1 GiB and 1 MiB of filter bytes.</summary>
    public long MaxInflatedBytes { get; init; } = (1L << 30) + (1L << 20);

    /// <summary>Bytes of the decoded pixels. Default 1 GiB, which 2^27 pixels of 64 bits need.</summary>
    public long MaxPixelBytes { get; init; } = 1L << 30;

    /// <summary>
    /// What is decoded without anybody asking for it, such as thumbnails: 2^25 pixels (as much as 5,792 x 5,792) in 256
    /// MiB within 1.5 seconds.
    /// </summary>
    public static ImageLimits Unasked { get; } = new()
    {
        MaxPixels = 1L << 25,
        MaxPixelBytes = 256L << 20,
        MaxDuration = TimeSpan.FromSeconds(1.5),
    };

    /// <summary>How long decoding may take. Default 20 seconds.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>What of this size goes beyond the limits; null when nothing does. A size that is not known passes.</summary>
    /// <param name="subject">What has the size, such as "PNG".</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="offset">Where the picture starts.</param>
    public PictureFailure? FindExcess(string subject, int? width, int? height, long offset)
    {
        int maxSide = Math.Min(MaxSidePixels, LongestSidePixels);
        long pixels = (long)(width ?? 0) * (height ?? 0);
        if (Math.Max(width ?? 0, height ?? 0) > maxSide)
            return TooLarge(Sentence.Of($"sides of at most {maxSide} pixels"), Sentence.Of($"{width} x {height}"));
        return pixels > MaxPixels
            ? TooLarge(Sentence.Of($"at most {MaxPixels:N0} pixels"), Sentence.Of($"{width} x {height} = {pixels:N0}"))
            : null;

        PictureFailure TooLarge(Sentence expected, Sentence found) =>
            new(PictureFailureKind.TooLarge, Sentence.Of($"{subject} size"), expected, found, offset);
    }
}
