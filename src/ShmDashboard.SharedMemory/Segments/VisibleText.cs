using System.Globalization;
using System.Text;

namespace ShmDashboard.SharedMemory.Segments;

/// <summary>
/// Names that other programs chose, so that all of them shows: control characters, marks that turn the direction of writing and
/// such without width are written as <c>\u{202e}</c>. Only for reading; no name is found by it. Pure.
/// </summary>
public static class VisibleText
{
    /// <summary>The name, itself where everything in it shows.</summary>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.All(IsVisible))
        {
            return name;
        }

        var text = new StringBuilder(name.Length + 16);
        foreach (char letter in name)
        {
            if (IsVisible(letter))
            {
                text.Append(letter);
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{{{(int)letter:x}}}");
            }
        }

        return text.ToString();
    }

    /// <summary>The bytes of a name that is not UTF-8: those that are no letters as <c>\xff</c>.</summary>
    internal static string Of(ReadOnlySpan<byte> name)
    {
        var text = new StringBuilder(name.Length + 16);
        while (!name.IsEmpty)
        {
            bool letter = Rune.DecodeFromUtf8(name, out Rune rune, out int used) == System.Buffers.OperationStatus.Done;
            if (letter)
            {
                text.Append(Of(rune.ToString()));
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

    private static bool IsVisible(char letter) => char.GetUnicodeCategory(letter) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
