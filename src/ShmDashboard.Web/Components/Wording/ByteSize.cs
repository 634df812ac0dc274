using System.Globalization;

namespace ShmDashboard.Web.Components.Wording;

/// <summary>Sizes as people read them. Numbers look the same in every language of ours.</summary>
internal static class ByteSize
{
    private static readonly string[] s_units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>Three significant digits and a binary unit: "3.07 MiB"; exact below 10,000 bytes: "1,024 B".</summary>
    public static string Short(long bytes)
    {
        if (bytes < 10_000) return Exact(bytes);
        double value = bytes / 1024.0;
        int unit = 0;
        while (value >= 999.5 && unit < s_units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        string format = value switch { >= 99.95 => "0", >= 9.995 => "0.0", _ => "0.00" };
        return value.ToString(format, CultureInfo.InvariantCulture) + " " + s_units[unit];
    }

    /// <summary>To the byte: "3,219,456 B".</summary>
    public static string Exact(long bytes) => bytes.ToString("N0", CultureInfo.InvariantCulture) + " B";

    /// <summary>Both, where the short form is not exact already: "3.07 MiB (3,219,456 B)".</summary>
    public static string Full(long bytes) => bytes < 10_000 ? Exact(bytes) : $"{Short(bytes)} ({Exact(bytes)})";
}
