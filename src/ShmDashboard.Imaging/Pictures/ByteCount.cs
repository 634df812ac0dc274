using System.Globalization;

namespace ShmDashboard.Imaging.Pictures;

/// <summary>So many bytes, as sentences say it.</summary>
internal static class ByteCount
{
    /// <summary>"1 byte", "3219456 bytes".</summary>
    public static string Of(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes} {(bytes == 1 ? "byte" : "bytes")}");
}
