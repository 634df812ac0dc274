using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;
using ShmDashboard.Monitoring.Waiting;
using ShmDashboard.Monitoring.Wording;
using ShmDashboard.Web.Localization;

namespace ShmDashboard.Web.Components.Wording;

/// <summary>Whole sentences of the product, in the language of the page or the request. Thread-safe.</summary>
/// <param name="sentences">Translations of whole sentences, by their English form.</param>
/// <param name="text">The pages' own words.</param>
/// <param name="rings">The rings of now: a finding quotes them as one ready sentence, which is said anew here.</param>
internal sealed partial class SentenceWords(
    IStringLocalizer<Sentences> sentences, IStringLocalizer text, ImmutableArray<WaitCycle> rings)
{
    /// <summary>For sentences that quote no rings.</summary>
    public SentenceWords(IStringLocalizer<Sentences> sentences, IStringLocalizer text) : this(sentences, text, []) { }

    /// <summary>A sentence, with names and amounts apart from the words around them.</summary>
    public ImmutableArray<SentencePart> PartsOf(Sentence sentence)
    {
        var parts = ImmutableArray.CreateBuilder<SentencePart>();
        var words = new StringBuilder();
        string format = sentences[sentence.Format].Value;
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] is not ('{' or '}') || i + 1 == format.Length || format[i + 1] == format[i])
            {
                words.Append(format[i]);
                if (format[i] is '{' or '}') i++;
                continue;
            }

            int end = format.IndexOf('}', i);
            int index = int.Parse(format.AsSpan(i + 1, end - i - 1), NumberStyles.None, CultureInfo.InvariantCulture);
            Flush();
            // An argument may quote another sentence, which then does not stand out.
            string argument = sentence.Arguments[index];
            bool quoted = argument.EndsWith('.') || format.Length == end - i + 1;
            parts.Add(new SentencePart(Argument(quoted ? sentences[argument].Value : argument), !quoted));
            i = end;
        }

        Flush();
        return parts.DrainToImmutable();

        void Flush()
        {
            if (words.Length > 0) parts.Add(new SentencePart(words.ToString(), false));
            words.Clear();
        }
    }

    /// <summary>A sentence as plain text.</summary>
    public string Of(Sentence sentence) => string.Concat(PartsOf(sentence).Select(part => part.Text));

    private string Argument(string argument)
    {
        if (rings.FirstOrDefault(ring => ring.Sentence == argument) is { } ring) return RingWords.Of(ring, text);
        if (argument == "its maker") return text["Finding.Maker"];
        if (Process().Match(argument) is { Success: true } process) return text["Finding.Process", process.Groups[1].Value];
        return Duration().Match(argument) is { Success: true } duration
            ? string.Join(' ', duration.Groups[1].Captures.Zip(duration.Groups[2].Captures, (amount, unit) => Amount(amount.Value, unit.Value)))
            : argument;
    }

    private string Amount(string amount, string unit) => unit switch
    {
        "d" => text["Age.Days", amount],
        "h" => text["Age.Hours", amount],
        "min" => text["Age.Minutes", amount],
        _ => text["Age.Seconds", amount],
    };

    // As Monitoring.Health.Spoken writes them.
    [GeneratedRegex(@"^(?:(\d+) (d|h|min|s)(?: (?=\d)|$))+$")]
    private static partial Regex Duration();

    [GeneratedRegex(@"^process (\d+)$")]
    private static partial Regex Process();
}
