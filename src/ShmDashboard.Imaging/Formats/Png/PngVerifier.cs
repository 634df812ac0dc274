using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Formats.Png;

/// <summary>
/// The gate in front of a segment: whether a PNG is whole and sound, so that every program that reads it sees the
/// picture. Checks the structure and every CRC, the header and the limits, and that the picture data inflates to
/// exactly what the header needs, with a right Adler-32 and legal filter bytes. Stricter than decoders, which show what can
/// be shown.
/// </summary>
/// <remarks>
/// Inflates in a small buffer without allocating the pixels; stateless and safe for all threads. Not checked: palette
/// indices beyond PLTE (shown black) and the content of chunks that do not change the pixels.
/// </remarks>
public static class PngVerifier
{
    // Paeth (PNG specification, third edition, 9.2).
    private const byte LastFilter = 4;

    /// <summary>Verifies the PNG that starts at the first byte. Never throws for what the bytes are.</summary>
    public static PngVerification Verify(ReadOnlySpan<byte> png, ImageLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (!PngHeader.TryParse(png, out var header, out var failure))
            return new PngVerification(null, 0, failure);
        if (header.FindExcess(limits, header.DecodedBytes) is { } excess)
            return new PngVerification(header, 0, excess);

        var structure = PngStructure.Scan(png, limits);
        failure = structure.Problem
            ?? PngInflater.FindImpossibility(structure, header.InflatedBytes)
            ?? FindRowFailure(png, header, structure);
        return new PngVerification(header, failure is null ? structure.EndOffset ?? 0 : 0, failure);
    }

    private static PictureFailure? FindRowFailure(ReadOnlySpan<byte> png, in PngHeader header, PngStructure structure)
    {
        using var inflater = PngInflater.Open(png, structure, header.InflatedBytes);
        using var scanlines = new PngScanlines(inflater, header);
        while (scanlines.MoveNext())
            if (scanlines.Filter > LastFilter)
                return new(PictureFailureKind.Damaged, Sentence.Of($"PNG picture data (IDAT), row {scanlines.Y}"), Sentence.Of($"filter type 0 to 4"),
                    Sentence.Of($"{scanlines.Filter}"), structure.FirstIdatOffset);
        return scanlines.Failure ?? inflater.Finish();
    }
}
