using System.Collections.Immutable;
using System.Text;

namespace ShmDashboard.Web.Components.Inspection;

/// <summary>What is looked for in a segment's bytes: the same thing in one or several encodings. Immutable.</summary>
/// <param name="Patterns">Any of these; none is empty.</param>
public sealed record SoughtBytes(ImmutableArray<byte[]> Patterns)
{
    /// <summary>The most characters or digits that can be looked for.</summary>
    public const int MaxLength = 400;

    /// <summary>The longest of them, in bytes.</summary>
    public int LongestBytes => Patterns.Max(pattern => pattern.Length);

    /// <summary>Text as UTF-8, and as UTF-16 in both byte orders: QString's stream has the larger byte first.</summary>
    public static SoughtBytes? OfText(string text) => text.Length is 0 or > MaxLength ? null : new(
    [
        Encoding.UTF8.GetBytes(text), Encoding.BigEndianUnicode.GetBytes(text), Encoding.Unicode.GetBytes(text),
    ]);

    /// <summary>Bytes in hexadecimal, blanks, commas and 0x between them or not: "89 50 4e 47". Null when it is something else.</summary>
    public static SoughtBytes? OfHex(string text)
    {
        string digits = string.Concat(text.Replace("0x", " ", StringComparison.OrdinalIgnoreCase).Where(letter => letter is not (' ' or ',' or '\t')));
        return digits.Length is 0 or > MaxLength || digits.Length % 2 != 0 || !digits.All(char.IsAsciiHexDigit)
            ? null : new([Convert.FromHexString(digits)]);
    }

    /// <summary>The first match in a piece; null when there is none.</summary>
    public (int Offset, int Length)? FirstIn(ReadOnlySpan<byte> bytes)
    {
        (int Offset, int Length)? first = null;
        foreach (byte[] pattern in Patterns)
        {
            int at = bytes.IndexOf(pattern);
            if (at < 0 || at >= first?.Offset) continue;
            first = (at, pattern.Length);
        }

        return first;
    }

    /// <summary>The last match in a piece that begins before an offset of it; null when there is none.</summary>
    public (int Offset, int Length)? LastIn(ReadOnlySpan<byte> bytes, int before)
    {
        (int Offset, int Length)? last = null;
        foreach (byte[] pattern in Patterns)
        {
            int at = bytes[..Math.Min(bytes.Length, before + pattern.Length - 1)].LastIndexOf(pattern);
            if (at < 0 || at <= last?.Offset) continue;
            last = (at, pattern.Length);
        }

        return last;
    }
}
