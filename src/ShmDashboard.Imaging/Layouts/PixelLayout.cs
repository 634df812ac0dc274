using System.Globalization;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Layouts;

/// <summary>
/// Where the pixels of one picture are in a segment. Immutable. Values are claims until <see cref="Check"/> has found that
/// the picture lies within the bytes there are; nothing is allocated for them before.
/// </summary>
public sealed record PixelLayout
{
    /// <summary>Most pixels of one layout; as many as of any picture.</summary>
    public static long MaxPixels => ImageLimits.Default.MaxPixels;

    /// <summary>The first pixel in memory, in bytes from the start of the segment.</summary>
    public required long Offset { get; init; }

    /// <summary>Pixels in a row, as they are stored; shown are <see cref="ShownWidth"/>.</summary>
    public required int Width { get; init; }

    /// <summary>Rows, as they are stored; shown are <see cref="ShownHeight"/>.</summary>
    public required int Height { get; init; }

    /// <summary>Bytes from one row to the next; of the first plane, where there are several.</summary>
    public required long StrideBytes { get; init; }

    /// <summary>How a pixel lies in memory.</summary>
    public required RawFormat Format { get; init; }

    /// <summary>Whether the first row in memory is the lowest of the picture.</summary>
    public bool BottomUp { get; init; }

    /// <summary>
    /// How far the stored picture, with its highest row at the top, is turned clockwise when it is shown. Wherever a pixel is told by
    /// column and row, it is so in the turned picture.
    /// </summary>
    public PictureRotation Rotation { get; init; }

    /// <summary>How luma and chroma become colours; of no meaning for other formats.</summary>
    public YuvMatrix Matrix { get; init; } = YuvMatrix.Bt601;

    /// <summary>How stored numbers become values; only where channels are numbers, see <see cref="SampleFormat"/>.</summary>
    public ValueScale Scale { get; init; }

    /// <summary>The values that are black and white where nobody chose others; null for the format's own.</summary>
    public ValueRange? Range { get; init; }

    /// <summary>Pixels in a row of the picture as it is shown.</summary>
    public int ShownWidth => Rotation.Size(Width, Height).Width;

    /// <summary>Rows of the picture as it is shown.</summary>
    public int ShownHeight => Rotation.Size(Width, Height).Height;

    /// <summary>All of the picture as it is shown.</summary>
    public PixelRegion Whole => new(0, 0, ShownWidth, ShownHeight);

    /// <summary>The same picture as it is stored, not turned.</summary>
    public PixelLayout Unturned => Rotation == PictureRotation.None ? this : this with { Rotation = PictureRotation.None };

    /// <summary>Bytes from the first to behind the last pixel.</summary>
    public long LengthBytes => Format.FrameBytes(Width, Height, StrideBytes);

    /// <summary>Where the picture ends, in bytes from the start of the segment.</summary>
    public long EndOffset => Offset + LengthBytes;

    /// <summary>Bytes of padding behind each row.</summary>
    public long PaddingBytes => StrideBytes - Format.RowBytes(Width);

    /// <summary>Smallest and largest value that is shown without further asking; null where none is natural.</summary>
    public ValueRange? NaturalRange => Range ?? FormatRange;

    /// <summary>Smallest and largest value that the format has room for where that is a natural range, whatever is shown; null where it is none.</summary>
    internal ValueRange? FormatRange => Format.NaturalRange is not var (low, high) ? null
        : Scale.Factor > 0 ? new(Scale.ValueOf(low), Scale.ValueOf(high))
        : new(Scale.ValueOf(high), Scale.ValueOf(low));

    /// <summary>Whether <see cref="RawFormat.Render"/> shows it as it is to be shown: nothing has to be mapped.</summary>
    internal bool IsShownAsStored => Range is null && Scale.Factor > 0 && Format.NaturalRange is not null;

    /// <summary>A layout of rows without padding, but of formats that come with one.</summary>
    public static PixelLayout Dense(RawFormat format, int width, int height, long offset = 0)
    {
        ArgumentNullException.ThrowIfNull(format);
        return new() { Offset = offset, Width = width, Height = height, StrideBytes = format.UsualStride(width), Format = format };
    }

    /// <summary>
    /// Whether the picture can be read out of so many bytes: null if so, else one sentence with what was expected and found.
    /// </summary>
    public Sentence? Check(long availableBytes)
    {
        if (Offset < 0)
            return Sentence.Of($"The first pixel is at {Offset:N0}: expected 0 or more.");
        if (Width < 1 || Height < 1 || Width > ImageLimits.LongestSidePixels || Height > ImageLimits.LongestSidePixels)
            return Sentence.Of($"The size is {Width} x {Height}: expected 1 to {ImageLimits.LongestSidePixels} for each.");
        if ((long)Width * Height > MaxPixels)
            return Sentence.Of($"{Width} x {Height} are {(long)Width * Height:N0} pixels: the most is {MaxPixels:N0}.");
        if (!Rotation.IsKnown())
            return Sentence.Of($"The rotation is {(int)Rotation}: expected 0, 90, 180 or 270.");
        if (!double.IsFinite(Scale.Factor) || !double.IsFinite(Scale.Zero))
            return Sentence.Of($"The scale or the zero is no finite number: expected one.");
        if (Range is { IsPossible: false })
            return Sentence.Of($"The range is none: expected two finite numbers that differ.");
        if (!Scale.IsNone && Format is not SampleFormat)
            return Sentence.Of($"Values of {Format.Name} are made of several numbers: expected no scale and no zero, or another format.");
        if (Width % Format.WidthStep != 0 || Height % Format.HeightStep != 0)
        {
            return Sentence.Of($"{Format.Name} is stored in blocks of {Format.WidthStep} x {Format.HeightStep} pixels: " +
                $"{Width} x {Height} is no multiple of that.");
        }

        long row = Format.RowBytes(Width);
        if (StrideBytes < row)
            return Sentence.Of($"The stride is {Amount.Bytes(StrideBytes)}: {Width} pixels of {Format.Name} need {row:N0}.");
        // The stride is bounded before it is multiplied, and so is everything made of it.
        if (StrideBytes > Math.Max(availableBytes, row))
            return Sentence.Of($"The stride is {Amount.Bytes(StrideBytes)}, but there are {availableBytes:N0}.");
        var end = (Int128)Offset + Format.FrameBytes(Width, Height, StrideBytes);
        return end > availableBytes
            ? Sentence.Of($"{Width} x {Height} {Format.Name} with a stride of {Amount.Bytes(StrideBytes)} from {Offset:N0} on ends at {end:N0}, not within {Amount.Bytes(availableBytes)}.")
            : null;
    }

    /// <summary>The pixels in a copy of the segment.</summary>
    /// <param name="copy">The bytes from the start of the segment.</param>
    /// <exception cref="ArgumentException"><see cref="Check"/> says why.</exception>
    public RawFrame Over(ReadOnlySpan<byte> copy) => Check(copy.Length) is { } problem
        ? throw new ArgumentException(problem.ToString(), nameof(copy))
        : new RawFrame(copy.Slice((int)Offset, (int)LengthBytes), this);

    /// <summary>Where a part of the picture that is shown is in the stored one, with its highest row at the top.</summary>
    /// <param name="shown">A part, all of it within the picture.</param>
    public PixelRegion Stored(PixelRegion shown)
    {
        if (Rotation == PictureRotation.None)
            return shown;
        var (x, y, width, height) = Rotation.Before(ShownWidth, ShownHeight, (shown.X, shown.Y, shown.Width, shown.Height));
        return new(x, y, width, height);
    }

    /// <summary>
    /// Where a pixel's bytes are in the segment: of its block where pixels share bytes, of its first plane where there are several.
    /// </summary>
    /// <param name="x">The column of the picture as it is shown, from the left.</param>
    /// <param name="y">Its row, from the top.</param>
    public (long Offset, int Length) PlaceOf(int x, int y)
    {
        var at = Stored(new(x, y, 1, 1));
        (x, y) = (at.X, at.Y);
        long row = Offset + ((BottomUp ? Height - 1L - y : y) * StrideBytes);
        int first = x - (x % Format.GroupPixels);
        long start = Format.RowBytes(first);
        return (row + start, (int)(Format.RowBytes(Math.Min(first + Format.GroupPixels, Width)) - start));
    }

    /// <summary>As "640 x 480 bgr24, stride 1920".</summary>
    public override string ToString() =>
        $"{Width} x {Height} {Format.Name}{(PaddingBytes > 0 ? $", stride {StrideBytes}" : "")}{(Offset > 0 ? $", from {Offset}" : "")}" +
        (Rotation == PictureRotation.None ? "" : $", turned by {(int)Rotation} degrees") +
        (Scale.IsNone ? "" : string.Create(CultureInfo.InvariantCulture, $", times {Scale.Factor} plus {Scale.Zero}")) +
        (Range is not var (low, high) ? "" : string.Create(CultureInfo.InvariantCulture, $", {low} to {high}"));
}
