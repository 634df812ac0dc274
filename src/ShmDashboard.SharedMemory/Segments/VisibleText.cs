using System.Globalization;
using System.Text;

namespace ShmDashboard.SharedMemory.Segments;

/// <summary>
/// Names that other programs chose, so that all of them shows: control characters, marks that turn the direction of writing, such
/// without width and blanks that are no plain space between others are written as <c>\u{202e}</c>. Only for reading; no name is
/// found by it. Pure.
/// </summary>
public static class VisibleText
{
    /// <summary>The name, itself where everything in it shows.</summary>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.All(static letter => letter is > ' ' and < '\x7f'))
            return name;

        var text = new StringBuilder(name.Length + 16);
        for (int at = 0, used; at < name.Length; at += used)
        {
            bool whole = Rune.DecodeFromUtf16(name.AsSpan(at), out var rune, out used) == System.Buffers.OperationStatus.Done;
            // Pages draw one space for many, and none at the ends.
            bool swallowed = rune.Value == ' ' && (at == 0 || at == name.Length - 1 || name[at - 1] == ' ');
            if (whole && IsVisible(rune) && !swallowed)
                text.Append(name, at, used);
            else
                text.Append(CultureInfo.InvariantCulture, $"\\u{{{(whole ? rune.Value : name[at]):x}}}");
        }

        return text.ToString();
    }

    /// <summary>Whether a letter shows by itself, and as itself.</summary>
    public static bool IsVisible(Rune letter) => letter.Value == ' ' || (Rune.GetUnicodeCategory(letter) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or
        UnicodeCategory.ParagraphSeparator) && !IsBlank(letter.Value));

    /// <summary>The bytes of a name that is not UTF-8: those that are no letters as <c>\xff</c>.</summary>
    internal static string Of(ReadOnlySpan<byte> name)
    {
        var text = new StringBuilder(name.Length + 16);
        while (!name.IsEmpty)
        {
            bool letter = Rune.DecodeFromUtf8(name, out var rune, out int used) == System.Buffers.OperationStatus.Done;
            if (letter)
            {
                text.Append(rune.Value == ' ' ? " " : Of(rune.ToString()));
            }
            else
            {
                used = 1;
                text.Append(CultureInfo.InvariantCulture, $"\\x{name[0]:x2}");
            }

            name = name[used..];
        }

        return text.ToString();
    }

    // Letters and marks by their category: fillers of Hangul, joiners and selectors without a shape, the empty Braille cell
    // (DerivedCoreProperties.txt of Unicode, Default_Ignorable_Code_Point).
    private static bool IsBlank(int letter) => letter is 0x034f or 0x115f or 0x1160 or 0x17b4 or 0x17b5 or (>= 0x180b and <= 0x180f) or
        0x2800 or 0x3164 or (>= 0xfe00 and <= 0xfe0f) or 0xffa0 or (>= 0xe0000 and <= 0xe0fff);
}
