using System.Globalization;
using Microsoft.Extensions.Localization;
using ShmDashboard.Web.Configuration;

namespace ShmDashboard.Web.Components.Wording;

/// <summary>
/// Sizes as people read them, in the units that their browser chose: one for each circuit, as one for each request. Numbers look the
/// same in every language of ours.
/// </summary>
public sealed class SizeWords
{
    private static readonly string[] s_binary = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    private static readonly string[] s_decimal = ["kB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>What amounts are counted in.</summary>
    public SizeUnit Unit { get; set; }

    /// <summary>Three significant digits and a unit: "3.07 MiB"; exact below 10,000 bytes: "1,024 B".</summary>
    public string Short(long bytes)
    {
        if (bytes < 10_000 || Unit == SizeUnit.Bytes) return Exact(bytes);
        var (step, units) = Unit == SizeUnit.Decimal ? (1000.0, s_decimal) : (1024.0, s_binary);
        double value = bytes / step;
        int unit = 0;
        while (value >= 999.5 && unit < units.Length - 1)
        {
            value /= step;
            unit++;
        }

        string format = value switch { >= 99.95 => "0", >= 9.995 => "0.0", _ => "0.00" };
        return value.ToString(format, CultureInfo.InvariantCulture) + " " + units[unit];
    }

    /// <summary>To the byte: "3,219,456 B".</summary>
    public static string Exact(long bytes) => bytes.ToString("N0", CultureInfo.InvariantCulture) + " B";

    /// <summary>To the byte, with the unit as a word of a sentence: "1 byte", "3,219,456 bytes".</summary>
    public static string InWords(long bytes, IStringLocalizer text)
    {
        string number = bytes.ToString("N0", CultureInfo.InvariantCulture);
        return bytes == 1 ? text["Size.Byte", number] : text["Size.Bytes", number];
    }

    /// <summary>Both, where the short form is not exact already: "3.07 MiB (3,219,456 B)".</summary>
    public string Full(long bytes) => bytes < 10_000 || Unit == SizeUnit.Bytes ? Exact(bytes) : $"{Short(bytes)} ({Exact(bytes)})";
}
