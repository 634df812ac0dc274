using System.Collections.Immutable;

namespace ShmDashboard.Web.Components.Wording;

/// <summary>
/// The space between Chinese and Latin, where the words of a sentence meet what is put into them: one between an ideograph and
/// a letter or digit, none between two ideographs. A translation cannot know which of them an argument will bring.
/// </summary>
internal static class SentenceSpacing
{
    /// <summary>Puts right what is at each seam.</summary>
    public static void Settle(ImmutableArray<SentencePart>.Builder parts)
    {
        for (int i = 1; i < parts.Count; i++)
            (parts[i - 1], parts[i]) = Settle(parts[i - 1], parts[i]);
    }

    private static (SentencePart Left, SentencePart Right) Settle(SentencePart left, SentencePart right) => (left.Text, right.Text) switch
    {
        ([.., var end], [var start, ..]) when NeedSpace(end, start) => left.IsArgument && !right.IsArgument
            ? (left, right with { Text = " " + right.Text })
            : (left with { Text = left.Text + " " }, right),
        ([.., var end, ' '], [var start, ..]) when IsIdeograph(end) && IsIdeograph(start) => (left with { Text = left.Text[..^1] }, right),
        ([.., var end], [' ', var start, ..]) when IsIdeograph(end) && IsIdeograph(start) => (left, right with { Text = right.Text[1..] }),
        _ => (left, right),
    };

    private static bool NeedSpace(char end, char start) =>
        (IsIdeograph(end) && char.IsAsciiLetterOrDigit(start)) || (char.IsAsciiLetterOrDigit(end) && IsIdeograph(start));

    // CJK Unified Ideographs; full-width punctuation has its own room.
    private static bool IsIdeograph(char letter) => letter is >= '\u4e00' and <= '\u9fff';
}
