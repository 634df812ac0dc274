using System.Globalization;
using System.Text;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Imaging.Layouts.BuiltIn;

/// <summary>
/// An astronomer's file: cards of 80 characters up to END, filled to a multiple of 2,880 bytes, then numbers with the most
/// significant byte first, the lowest row first. Source: FITS Standard 4.0, 3 and 4. Values are told as they are stored,
/// without BZERO and BSCALE. Of a cube the first plane is the picture, unless its planes are colours (CTYPE3 = 'RGB', as FFmpeg
/// writes).
/// </summary>
internal static class FitsFile
{
    private const int CardBytes = 80;
    private const int BlockBytes = 2880;
    private const int MostCards = 36 * 64;

    public static bool IsMatch(ReadOnlySpan<byte> head) => head.StartsWith("SIMPLE  = "u8);

    /// <summary>The primary array as a layout; null where it is no picture.</summary>
    public static LayoutDocument? Read(ReadOnlySpan<byte> copy)
    {
        if (!IsMatch(copy))
            return null;
        var values = new Dictionary<string, long>();
        bool isColour = false;
        for (int card = 0; card < MostCards && (card + 1) * CardBytes <= copy.Length; card++)
        {
            string text = Encoding.ASCII.GetString(copy.Slice(card * CardBytes, CardBytes));
            string key = text[..8].TrimEnd();
            if (key == "END")
                return Describe(values, isColour, ((card * CardBytes) + BlockBytes) / BlockBytes * BlockBytes);
            isColour |= key == "CTYPE3" && text[10..].TrimStart().StartsWith("'RGB", StringComparison.Ordinal);
            if (key is "BITPIX" or "NAXIS" or "NAXIS1" or "NAXIS2" or "NAXIS3" &&
                long.TryParse(text[10..].Split('/')[0], NumberStyles.Integer, CultureInfo.InvariantCulture, out long value))
            {
                values[key] = value;
            }
        }

        return null;
    }

    private static LayoutDocument? Describe(Dictionary<string, long> values, bool isColour, int offset)
    {
        string? format = values.GetValueOrDefault("BITPIX") switch
        {
            8 when isColour && values.GetValueOrDefault("NAXIS3") == 3 => "rgbp",
            8 when isColour && values.GetValueOrDefault("NAXIS3") == 4 => "rgbap",
            8 => "gray", 16 => "s16be", 32 => "s32be", 64 => "s64be", -32 => "grayf32be", -64 => "f64be", _ => null,
        };
        long width = values.GetValueOrDefault("NAXIS1"), height = values.GetValueOrDefault("NAXIS2", 1);
        if (format is null || values.GetValueOrDefault("NAXIS") < 1 || width is < 1 or > int.MaxValue || height is < 1 or > int.MaxValue)
            return null;
        return new LayoutDocument
        {
            Name = "FITS",
            Offset = offset,
            Width = (int)width,
            Height = (int)height,
            Format = RawFormats.Named(format),
            BottomUp = true,
        };
    }
}
