using System.Globalization;
using System.Text;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Imaging.Layouts.BuiltIn;

/// <summary>
/// An astronomer's file: cards of 80 characters up to END, filled to a multiple of 2,880 bytes, then numbers with the most
/// significant byte first, the lowest row first. Values are stored numbers times BSCALE plus BZERO: unsigned ones of 16 bits, as cameras
/// have them, are stored as signed ones with BZERO = 32768. The planes of a cube are pictures behind each other, unless they are
/// colours (CTYPE3 = 'RGB', as FFmpeg and programs for astronomers' cameras write). Source: FITS Standard 4.0, 3, 4 and 5.
/// </summary>
internal static class FitsFile
{
    private const int CardBytes = 80;
    private const int BlockBytes = 2880;
    private const int MostCards = 36 * 64;
    private const int MostAxes = 999;

    public static bool IsMatch(ReadOnlySpan<byte> head) => head.StartsWith("SIMPLE  = "u8);

    /// <summary>The primary array as a layout; null where it is no picture.</summary>
    public static LayoutDocument? Read(ReadOnlySpan<byte> copy)
    {
        if (!IsMatch(copy))
            return null;
        var values = new Dictionary<string, long>();
        double scale = 1, zero = 0;
        bool isColour = false;
        for (int card = 0; card < MostCards && (card + 1) * CardBytes <= copy.Length; card++)
        {
            string text = Encoding.ASCII.GetString(copy.Slice(card * CardBytes, CardBytes));
            string key = text[..8].TrimEnd();
            if (key == "END")
                return Describe(values, new(scale, zero), isColour, ((card * CardBytes) + BlockBytes) / BlockBytes * BlockBytes);
            isColour |= key == "CTYPE3" && text[10..].TrimStart().StartsWith("'RGB", StringComparison.Ordinal);
            if (key == "BSCALE")
                scale = Real(text) is { } factor and not 0 ? factor : scale;
            else if (key == "BZERO")
                zero = Real(text) ?? zero;
            else if ((key == "BITPIX" || key.StartsWith("NAXIS", StringComparison.Ordinal)) &&
                long.TryParse(ValueIn(text), NumberStyles.Integer, CultureInfo.InvariantCulture, out long value))
            {
                values[key] = value;
            }
        }

        return null;
    }

    // Behind "= ", and before what is said of it.
    private static string ValueIn(string card) => card[10..].Split('/')[0];

    // An exponent may be a Fortran program's: 1.0D0.
    private static double? Real(string card) =>
        double.TryParse(ValueIn(card).Replace('D', 'E'), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : null;

    private static LayoutDocument? Describe(Dictionary<string, long> values, ValueScale scale, bool isColour, int offset)
    {
        long width = values.GetValueOrDefault("NAXIS1"), height = values.GetValueOrDefault("NAXIS2", 1), axes = values.GetValueOrDefault("NAXIS");
        string? format = (values.GetValueOrDefault("BITPIX"), isColour ? values.GetValueOrDefault("NAXIS3") : 1) switch
        {
            (8, 3) => "rgbp", (8, 4) => "rgbap", (16, 3) => "rgbps16be", (-32, 3) => "rgbpf32be", (-64, 3) => "rgbpf64be",
            (8, _) => "gray", (16, _) => "s16be", (32, _) => "s32be", (64, _) => "s64be", (-32, _) => "grayf32be", (-64, _) => "f64be", _ => null,
        };
        if (format is null || axes < 1 || width is < 1 or > int.MaxValue || height is < 1 or > int.MaxValue)
            return null;
        bool isPlanar = RawFormats.Named(format) is SampleFormat { IsPlanar: true };
        int further = isPlanar ? 4 : 3;
        var sides = Enumerable.Range(further, (int)Math.Max(0, Math.Min(axes, MostAxes) - further + 1))
            .Select(axis => values.GetValueOrDefault(string.Create(CultureInfo.InvariantCulture, $"NAXIS{axis}"), 1));
        if (LayoutSlots.CountOf(sides) is not { } pictures)
            return null;
        return new LayoutDocument
        {
            Name = "FITS",
            Offset = offset,
            Width = (int)width,
            Height = (int)height,
            Format = RawFormats.Named(format),
            BottomUp = true,
            Scale = scale.Factor == 1 ? null : scale.Factor,
            Zero = scale.Zero == 0 ? null : scale.Zero,
            Slots = pictures > 1 ? new LayoutSlots { Count = pictures } : null,
        };
    }
}
