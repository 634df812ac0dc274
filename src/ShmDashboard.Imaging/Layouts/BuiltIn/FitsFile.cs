using System.Globalization;
using System.Text;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Imaging.Layouts.BuiltIn;

/// <summary>
/// An astronomer's file: cards of 80 characters up to END, filled to a multiple of 2,880 bytes, then numbers with the most
/// significant byte first, the lowest row first. Source: FITS Standard 4.0, 3 and 4. Values are told as they are stored,
/// without BZERO and BSCALE.
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
        for (int card = 0; card < MostCards && (card + 1) * CardBytes <= copy.Length; card++)
        {
            string text = Encoding.ASCII.GetString(copy.Slice(card * CardBytes, CardBytes));
            string key = text[..8].TrimEnd();
            if (key == "END")
                return Describe(values, ((card * CardBytes) + BlockBytes) / BlockBytes * BlockBytes);
            if (key is "BITPIX" or "NAXIS" or "NAXIS1" or "NAXIS2" &&
                long.TryParse(text[10..].Split('/')[0], NumberStyles.Integer, CultureInfo.InvariantCulture, out long value))
            {
                values[key] = value;
            }
        }

        return null;
    }

    private static LayoutDocument? Describe(Dictionary<string, long> values, int offset)
    {
        string? format = values.GetValueOrDefault("BITPIX") switch
        {
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
