using System.Collections.Immutable;
using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>Whether behind colours there is another picture of the same size.</summary>
internal static class Companions
{
    /// <summary>What it may be: distances, or a mask.</summary>
    public static ImmutableArray<(string Format, int PixelBytes)> Formats { get; } = [("gray16le", 2), ("grayf32le", 4), ("gray", 1)];

    /// <summary>Adds both pictures where behind these colours other rows agree than among them.</summary>
    public static void Add(ReadOnlySpan<byte> bytes, PixelLayout layout, FormatGuess guess, int period, SizeFields? fields, List<Arrangement> found)
    {
        long stride = layout.StrideBytes, all = layout.Height * stride;
        if (stride != (long)layout.Width * period)
            return;
        foreach (var (format, pixelBytes) in Formats)
        {
            long area = all / (period + pixelBytes), other = area * pixelBytes;
            int height = (int)(area / layout.Width);
            bool isTold = fields is { } size && size.Width == layout.Width && size.Height == height;
            if (all % (period + pixelBytes) != 0 || area % layout.Width != 0 || height < 16 || !(isTold || UsualSizes.IsUsual(layout.Width, height)))
                continue;
            long behind = layout.Offset + (height * stride), row = (long)layout.Width * pixelBytes;
            if (period == 4 && AreFloats(bytes, layout.Offset, (int)stride, height))
                continue;
            double here = Likeness.Difference(bytes, layout.Offset, (height - 1) * stride, stride);
            if (here > Likeness.Difference(bytes, layout.Offset, (height - 1) * stride, row) || !AreRows(bytes, behind, (int)row, height, (int)stride, pixelBytes))
                continue;
            found.Add(new(layout with { Height = height }, guess.Weight + 1, guess.Reasons.Insert(0, new(ReasonKind.PictureBehind, pixelBytes))));
            found.Add(new(
                layout with { Offset = behind, Height = height, StrideBytes = row, Format = RawFormats.Named(format) }, guess.Weight + 0.6, [new(ReasonKind.PictureInFront, period)]));
        }
    }

    // Whether rows of this length agree better than those of another; of floating-point numbers only the highest bytes would.
    private static bool AreRows(ReadOnlySpan<byte> bytes, long start, int row, int height, int other, int pixelBytes)
    {
        if (pixelBytes == 4)
            return AreFloats(bytes, start, row, height);
        // The higher one of two bytes: the other is noise even where the picture is smooth.
        long first = start + pixelBytes - 1, length = ((long)row * height) - Math.Max(row, other) - pixelBytes;
        return Likeness.Difference(bytes, first, length, row, pixelBytes) < 0.6 * Likeness.Difference(bytes, first, length, other, pixelBytes);
    }

    private static bool AreFloats(ReadOnlySpan<byte> bytes, long start, int row, int height) =>
        RowTable.Of(bytes, start, row, height) is { } rows &&
        SampleSmoothness.Of(rows, row, 0, 4, SampleType.F32) is { Implausible: < 0.02, Roughness: < 0.6, Deviation: > 0 };
}
