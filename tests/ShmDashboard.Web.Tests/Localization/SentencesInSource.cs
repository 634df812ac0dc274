using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ShmDashboard.Web.Tests.Localization;

/// <summary>
/// Finds the sentences in the source of what speaks in them: what stands in <c>Sentence.Of($"…")</c>, and plain literals of
/// more than one word. Reads as much of C# as is used there.
/// </summary>
internal static partial class SentencesInSource
{
    private const string Marker = "Sentence.Of(";

    /// <summary>Their formats, in order.</summary>
    public static IEnumerable<string> In(string source) => Literals(source)
        .Where(literal => literal.Marked ? literal.Text.Any(char.IsLetter) : !literal.Interpolated && IsSentence(literal.Text))
        .Select(literal => literal.Text);

    /// <summary>Those alone that are said to be: for sources that write much which is none.</summary>
    public static IEnumerable<string> MarkedIn(string source) => Literals(source)
        .Where(literal => literal.Marked && Hole().Replace(literal.Text, "").Any(char.IsLetter))
        .Select(literal => literal.Text);

    /// <summary>Those that became a string before they became a sentence: nobody can translate them any more.</summary>
    public static IEnumerable<string> FilledInEarly(string source) => Literals(source)
        .Where(literal => !literal.Marked && literal.Interpolated && literal.Text.EndsWith('.') && IsSentence(literal.Text))
        .Select(literal => literal.Text);

    private static IEnumerable<(string Text, bool Marked, bool Interpolated)> Literals(string source)
    {
        for (int at = 0; at < source.Length; at++)
        {
            if (source.AsSpan(at).StartsWith("//"))
            {
                at = source.IndexOf('\n', at);
                continue;
            }

            if (source[at] == '\'')
            {
                at += source[at + 1] == '\\' ? 3 : 2;
                continue;
            }

            if (!IsLiteral(source, at)) continue;
            bool marked = source.AsSpan(0, at).TrimEnd().EndsWith(Marker);
            bool interpolated = source[at] == '$';
            int holes = 0;
            string text = Literal(source, ref at, ref holes);
            for (int next = Continuation(source, at); next > 0; next = Continuation(source, at))
            {
                at = next;
                text += Literal(source, ref at, ref holes);
            }

            yield return (text, marked, interpolated);
            at--;
        }
    }

    [GeneratedRegex("""\{\d\}""")]
    private static partial Regex Hole();

    private static bool IsSentence(string text) =>
        text.Count(letter => letter == ' ') is var blanks && (blanks >= 2 || (blanks == 1 && text.EndsWith('.'))) &&
        !text.StartsWith("kernel.", StringComparison.Ordinal);

    private static bool IsLiteral(string source, int at) => source[at] == '"' || source.AsSpan(at).StartsWith("$\"");

    /// <summary>Where the literal begins that is added to the one before; -1 when none is.</summary>
    private static int Continuation(string source, int at)
    {
        int sign = at;
        while (char.IsWhiteSpace(source[sign])) sign++;
        if (source[sign++] != '+') return -1;
        while (char.IsWhiteSpace(source[sign])) sign++;
        return IsLiteral(source, sign) ? sign : -1;
    }

    private static string Literal(string source, ref int at, ref int holes)
    {
        bool interpolated = source[at] == '$';
        at += interpolated ? 2 : 1;
        var text = new StringBuilder();
        while (source[at] != '"')
        {
            if (interpolated && source[at] is '{' or '}' && source[at + 1] == source[at])
            {
                // A brace that is meant, which formats write twice as well.
                text.Append(source, at, 2);
                at += 2;
            }
            else if (interpolated && source[at] == '{')
            {
                text.Append(CultureInfo.InvariantCulture, $"{{{holes++}}}");
                SkipHole(source, ref at);
            }
            else
            {
                if (source[at] == '\\') at++;
                text.Append(source[at++]);
            }
        }

        at++;
        return text.ToString();
    }

    private static void SkipHole(string source, ref int at)
    {
        int depth = 0;
        do
        {
            if (IsLiteral(source, at))
            {
                int inner = 0;
                Literal(source, ref at, ref inner);
                continue;
            }

            depth += source[at] switch { '{' or '(' or '[' => 1, '}' or ')' or ']' => -1, _ => 0 };
            at++;
        }
        while (depth > 0);
    }
}
