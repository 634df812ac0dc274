using System.Text;

namespace ShmDashboard.Imaging.Formats.Text;

/// <summary>The beginning of a recognised text as a string of bounded length.</summary>
internal static class TextDecoding
{
    /// <summary>Most characters (UTF-16 units) that are decoded.</summary>
    public const int MaxCharacters = 4096;

    public static string Decode(ReadOnlySpan<byte> content, string encoding, out bool isTruncated)
    {
        var decoder = encoding switch
        {
            "UTF-16LE" => Encoding.Unicode,
            "UTF-16BE" => Encoding.BigEndianUnicode,
            _ => Encoding.UTF8,
        };
        // No encoding here takes more than four bytes for one unit; one more shows that there was more.
        var bounded = content[..Math.Min(content.Length, 4 * (MaxCharacters + 1))];
        string text = decoder.GetString(bounded).TrimStart('\uFEFF');
        isTruncated = bounded.Length < content.Length || text.Length > MaxCharacters;
        if (text.Length <= MaxCharacters)
            return text;
        int length = char.IsHighSurrogate(text[MaxCharacters - 1]) ? MaxCharacters - 1 : MaxCharacters;
        return text[..length];
    }
}
