using System.Globalization;
using System.Text;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Imaging.Layouts.BuiltIn;

/// <summary>
/// A portable arbitrary map, Netpbm's P7: lines of a word and its value up to ENDHDR, then samples, of two bytes the most
/// significant first. Source: netpbm.sourceforge.net/doc/pam.html. Its tuple type is not asked: the depth tells the channels.
/// </summary>
internal static class PamFile
{
    private const int LongestHeader = 4096;

    public static bool IsMatch(ReadOnlySpan<byte> head) => head.StartsWith("P7\n"u8);

    /// <summary>The picture as a layout; null where it is none.</summary>
    public static LayoutDocument? Read(ReadOnlySpan<byte> copy)
    {
        if (!IsMatch(copy))
            return null;
        var end = "\nENDHDR\n"u8;
        int length = copy[..Math.Min(copy.Length, LongestHeader)].IndexOf(end);
        if (length < 0)
            return null;
        var values = new Dictionary<string, int>();
        foreach (string line in Encoding.ASCII.GetString(copy[..length]).Split('\n'))
        {
            string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            // A word that is told twice is told by a program that is not understood.
            if (words is [var word, var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && !values.TryAdd(word, value))
                return null;
        }

        int most = values.GetValueOrDefault("MAXVAL");
        string? format = (values.GetValueOrDefault("DEPTH"), most) switch
        {
            (1, > 0 and < 256) => "gray", (2, > 0 and < 256) => "ya8", (3, > 0 and < 256) => "rgb24", (4, > 0 and < 256) => "rgba",
            (1, > 255 and < 65536) => "gray16be", (2, > 255 and < 65536) => "ya16be", (3, > 255 and < 65536) => "rgb48be", (4, > 255 and < 65536) => "rgba64be",
            _ => null,
        };
        return !RawFormats.TryFind(format, out var known) || !(values.GetValueOrDefault("WIDTH") > 0 && values.GetValueOrDefault("HEIGHT") > 0) ? null : new LayoutDocument
        {
            Name = "PAM",
            Offset = length + end.Length,
            Width = values["WIDTH"],
            Height = values["HEIGHT"],
            Format = known,
            Range = most is 255 or 65535 ? null : new ValueRange(0, most),
        };
    }
}
