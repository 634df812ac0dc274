using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Formats.Png;

/// <summary>
/// What a PNG file says about itself: the signature (8 bytes) and the IHDR chunk (25 bytes) that must follow.
/// Source: PNG specification, third edition, 5.2 and 11.2.1. The values are claims: check them against
/// <see cref="ImageLimits"/> before allocating.
/// </summary>
public readonly record struct PngHeader
{
    /// <summary>Bytes of signature and IHDR chunk together.</summary>
    public const int LengthBytes = 33;

    /// <summary>The eight bytes every PNG starts with.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Pixels in a row, 1 to 2^31 - 1.</summary>
    public required int Width { get; init; }

    /// <summary>Rows, 1 to 2^31 - 1.</summary>
    public required int Height { get; init; }

    /// <summary>Bits of one sample (of one palette index with <see cref="PngColourType.Palette"/>).</summary>
    public required int BitDepth { get; init; }

    /// <summary>What the samples of a pixel mean.</summary>
    public required PngColourType ColourType { get; init; }

    /// <summary>Whether the rows are stored in the seven passes of Adam7.</summary>
    public required bool IsInterlaced { get; init; }

    /// <summary>Samples in one pixel: 1 to 4.</summary>
    public int SamplesPerPixel => ColourType switch
    {
        PngColourType.Rgb => 3,
        PngColourType.GreyAlpha => 2,
        PngColourType.Rgba => 4,
        _ => 1,
    };

    /// <summary>Bits of one pixel: 1 to 64.</summary>
    public int BitsPerPixel => SamplesPerPixel * BitDepth;

    /// <summary>Width x height; up to 2^62.</summary>
    public long PixelCount => (long)Width * Height;

    /// <summary>
    /// Bytes that the IDAT data inflates to: all rows of all passes with their filter bytes.
    /// <see cref="long.MaxValue"/> where the number does not fit.
    /// </summary>
    public long InflatedBytes
    {
        get
        {
            Int128 bytes = 0;
            foreach (var pass in PngPass.Of(this))
                bytes += (Int128)pass.Height * (1 + pass.RowBytes(BitsPerPixel));
            return bytes > long.MaxValue ? long.MaxValue : (long)bytes;
        }
    }

    /// <summary>Bytes of the pixels when they are decoded to four samples each.</summary>
    internal long DecodedBytes => (long)Int128.Min(long.MaxValue, (Int128)PixelCount * (BitDepth == 16 ? 8 : 4));

    /// <summary>The channels in words: "RGB", "RGBA", "grey", "grey + alpha" or "palette".</summary>
    public string Channels => ColourType switch
    {
        PngColourType.Rgb => "RGB",
        PngColourType.Palette => "palette",
        PngColourType.GreyAlpha => "grey + alpha",
        PngColourType.Rgba => "RGBA",
        _ => "grey",
    };

    /// <summary>Reads signature and IHDR from the start of a PNG; does not check the CRC.</summary>
    /// <returns>False when the bytes are not the start of a PNG that the specification allows.</returns>
    public static bool TryParse(ReadOnlySpan<byte> png, out PngHeader header) => TryParse(png, out header, out _);

    /// <summary>As the other overload, and says what was wrong.</summary>
    public static bool TryParse(
        ReadOnlySpan<byte> png, out PngHeader header, [NotNullWhen(false)] out PictureFailure? failure)
    {
        header = default;
        failure = FindStructureFailure(png);
        if (failure is not null)
            return false;

        var ihdr = png[16..29];
        uint width = BinaryPrimitives.ReadUInt32BigEndian(ihdr);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(ihdr[4..]);
        int depth = ihdr[8], colour = ihdr[9];
        failure = FindValueFailure(width, height, depth, colour, ihdr[10..]);
        if (failure is not null)
            return false;

        header = new PngHeader
        {
            Width = (int)width,
            Height = (int)height,
            BitDepth = depth,
            ColourType = (PngColourType)colour,
            IsInterlaced = ihdr[12] == 1,
        };
        return true;
    }

    /// <summary>What of this header goes beyond the limits; null when nothing does.</summary>
    internal PictureFailure? FindExcess(ImageLimits limits, long pixelBytes)
    {
        int maxSide = Math.Min(limits.MaxSidePixels, ImageLimits.LongestSidePixels);
        if (Math.Max(Width, Height) > maxSide)
            return TooLarge(Sentence.Of($"sides of at most {maxSide} pixels"), Sentence.Of($"{Width} x {Height}"));
        if (PixelCount > limits.MaxPixels)
            return TooLarge(Sentence.Of($"at most {limits.MaxPixels} pixels"), Sentence.Of($"{Width} x {Height} = {PixelCount}"));
        if (pixelBytes > Math.Min(limits.MaxPixelBytes, Array.MaxLength))
            return TooLarge(Sentence.Of($"at most {limits.MaxPixelBytes} bytes of pixels"), Sentence.Of($"{pixelBytes}"));
        return InflatedBytes > limits.MaxInflatedBytes
            ? TooLarge(Sentence.Of($"at most {limits.MaxInflatedBytes} inflated bytes"), Sentence.Of($"{InflatedBytes}"))
            : null;

        static PictureFailure TooLarge(Sentence expected, Sentence found) =>
            new(PictureFailureKind.TooLarge, Sentence.Of($"PNG size"), expected, found, 16);
    }

    private static PictureFailure? FindStructureFailure(ReadOnlySpan<byte> png)
    {
        var signature = png[..Math.Min(png.Length, Signature.Length)];
        if (!Signature.StartsWith(signature))
            return new(PictureFailureKind.Unsupported, Sentence.Of($"PNG signature"), Convert.ToHexString(Signature),
                Sentence.Of($"{Convert.ToHexString(signature)}"), 0);
        if (png.Length < LengthBytes)
            return new(PictureFailureKind.Truncated, Sentence.Of($"PNG header"), Sentence.Of($"{LengthBytes} bytes"), Sentence.Of($"{png.Length}"), 0);

        uint length = BinaryPrimitives.ReadUInt32BigEndian(png[8..]);
        uint type = BinaryPrimitives.ReadUInt32BigEndian(png[12..]);
        if (type != PngChunk.Ihdr)
            return new(PictureFailureKind.Damaged, Sentence.Of($"PNG header"), Sentence.Of($"chunk IHDR"), Sentence.Of($"chunk {PngChunk.NameOf(type)}"), 12);
        return length == 13
            ? null
            : new(PictureFailureKind.Damaged, Sentence.Of($"PNG chunk IHDR"), Sentence.Of($"a length of 13"), Sentence.Of($"{length}"), 8);
    }

    private static PictureFailure? FindValueFailure(
        uint width, uint height, int depth, int colour, ReadOnlySpan<byte> methods)
    {
        if (width is 0 or > int.MaxValue)
            return Bad(Sentence.Of($"a width of 1 to 2147483647"), Sentence.Of($"{width}"), 16);
        if (height is 0 or > int.MaxValue)
            return Bad(Sentence.Of($"a height of 1 to 2147483647"), Sentence.Of($"{height}"), 20);
        var depths = colour switch
        {
            0 => Sentence.Of($"1, 2, 4, 8 or 16"),
            3 => Sentence.Of($"1, 2, 4 or 8"),
            2 or 4 or 6 => Sentence.Of($"8 or 16"),
            _ => null,
        };
        if (depths is null)
            return Bad(Sentence.Of($"colour type 0, 2, 3, 4 or 6"), Sentence.Of($"{colour}"), 25);
        bool legal = depth is 8 || (depth is 16 && colour != 3) || (depth is 1 or 2 or 4 && colour is 0 or 3);
        if (!legal)
            return Bad(Sentence.Of($"a bit depth of {depths} with colour type {colour}"), Sentence.Of($"{depth}"), 24);
        if (methods[0] != 0)
            return Bad(Sentence.Of($"compression method 0"), Sentence.Of($"{methods[0]}"), 26);
        if (methods[1] != 0)
            return Bad(Sentence.Of($"filter method 0"), Sentence.Of($"{methods[1]}"), 27);
        return methods[2] > 1 ? Bad(Sentence.Of($"interlace method 0 or 1"), Sentence.Of($"{methods[2]}"), 28) : null;

        static PictureFailure Bad(Sentence expected, Sentence found, long offset) =>
            new(PictureFailureKind.Damaged, Sentence.Of($"PNG chunk IHDR"), expected, found, offset);
    }
}
