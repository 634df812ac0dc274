using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Payloads;

namespace ShmDashboard.Imaging.Pictures;

/// <summary>
/// Pixels of which values are read: where they lie in which bytes. Raw pixels are theirs in the copy of the segment, those of
/// picture files in what was decoded. Immutable.
/// </summary>
/// <param name="Bytes">What <paramref name="Layout"/> counts in.</param>
/// <param name="Layout">Where the pixels are; checked against the bytes.</param>
public sealed record PixelSurface(ReadOnlyMemory<byte> Bytes, PixelLayout Layout)
{
    /// <summary>The pixels of a picture file; what is wrong where there are none.</summary>
    /// <param name="bytes">A private copy of the segment from its start on; must not change while the surface is used.</param>
    /// <param name="payload">What these bytes are.</param>
    /// <param name="encoded">Makes the pixels of picture files.</param>
    /// <param name="limits">What the picture may ask of us.</param>
    /// <param name="failure">Why there are none; null when there are.</param>
    /// <param name="cancellationToken">Ends the work soon.</param>
    public static PixelSurface? Of(
        ReadOnlyMemory<byte> bytes, PayloadDescription payload, IPixelSource encoded, ImageLimits limits, out PictureFailure? failure,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(payload);
        ArgumentNullException.ThrowIfNull(encoded);
        var rendered = encoded.Render(bytes, payload, limits, cancellationToken);
        failure = rendered.Failure;
        return rendered.Picture is { } pixels ? Of(pixels) : null;
    }

    private static PixelSurface Of(PixelBuffer pixels) => new(pixels.Pixels, new PixelLayout
    {
        Offset = 0,
        Width = pixels.Width,
        Height = pixels.Height,
        StrideBytes = pixels.RowStrideBytes,
        Format = RawFormats.Named(NameOf(pixels.Format)),
    });

    private static string NameOf(PixelFormat format) => format switch
    {
        PixelFormat.Rgba8 => "rgba",
        PixelFormat.Rgb8 => "rgb24",
        PixelFormat.Grey8 => "gray",
        PixelFormat.Rgba16 => BitConverter.IsLittleEndian ? "rgba64le" : "rgba64be",
        _ => BitConverter.IsLittleEndian ? "gray16le" : "gray16be",
    };
}
