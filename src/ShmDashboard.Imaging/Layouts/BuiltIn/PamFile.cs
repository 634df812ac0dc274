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

    /// <summary>The picture as a layout; null where it is none, or of samples that do not fill their bytes.</summary>
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

        string? format = (values.GetValueOrDefault("DEPTH"), values.GetValueOrDefault("MAXVAL")) switch
        {
            (1, 255) => "gray", (2, 255) => "ya8", (3, 255) => "rgb24", (4, 255) => "rgba",
            (1, 65535) => "gray16be", (2, 65535) => "ya16be", (3, 65535) => "rgb48be", (4, 65535) => "rgba64be",
            _ => null,
        };
        return !RawFormats.TryFind(format, out var known) || !(values.GetValueOrDefault("WIDTH") > 0 && values.GetValueOrDefault("HEIGHT") > 0) ? null : new LayoutDocument
        {
            Name = "PAM",
            Offset = length + end.Length,
            Width = values["WIDTH"],
            Height = values["HEIGHT"],
            Format = known,
        };
    }
}
