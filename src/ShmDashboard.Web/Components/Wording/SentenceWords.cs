using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Localization;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.Web.Configuration;
using ShmDashboard.Web.Localization;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Components.Wording;

/// <summary>Whole sentences of the product, in the language of the page or the request. Thread-safe.</summary>
/// <param name="sentences">Translations of whole sentences, by their English form.</param>
/// <param name="text">The pages' own words.</param>
/// <param name="sizes">How amounts of bytes are written.</param>
internal sealed class SentenceWords(IStringLocalizer<Sentences> sentences, IStringLocalizer text, SizeWords sizes)
{
    /// <summary>A sentence, with names and amounts apart from the words around them.</summary>
    public ImmutableArray<SentencePart> PartsOf(Sentence sentence)
    {
        var parts = ImmutableArray.CreateBuilder<SentencePart>();
        var words = new StringBuilder();
        string format = Translated(sentence.Format);
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
            Add(parts, sentence.Arguments[index]);
            i = end;
        }

        Flush();
        SentenceSpacing.Settle(parts);
        return parts.DrainToImmutable();

        void Flush()
        {
            if (words.Length > 0) parts.Add(new SentencePart(words.ToString(), false));
            words.Clear();
        }
    }

    // Within brackets a sentence stands without its full stop, which its translation has.
    private string Translated(string format)
    {
        var known = sentences[format];
        return known.ResourceNotFound && !format.EndsWith('.') && sentences[format + "."] is { ResourceNotFound: false } whole
            ? whole.Value.TrimEnd('。')
            : known.Value;
    }

    private void Add(ImmutableArray<SentencePart>.Builder parts, SentenceArgument argument)
    {
        if (argument is not People { Processes: { IsEmpty: false } people })
        {
            // A sentence that is quoted does not stand out.
            parts.Add(new SentencePart(Of(argument), argument is not SentenceArgument.Quotation));
            return;
        }

        for (int i = 0; i < people.Length; i++)
        {
            if (i > 0) parts.Add(new SentencePart(text["Finding.Comma"], false));
            parts.Add(new SentencePart(Of(people[i]), true, people[i]));
        }
    }

    /// <summary>A sentence as plain text, where there is one.</summary>
    public string? IfAny(Sentence? sentence) => sentence is null ? null : Of(sentence);

    /// <summary>A sentence as plain text.</summary>
    public string Of(Sentence sentence) => string.Concat(PartsOf(sentence).Select(part => part.Text));

    /// <summary>What a sentence speaks of, by itself.</summary>
    public string Of(SentenceArgument argument) => argument switch
    {
        SentenceArgument.Quotation quotation => string.Join(text["Plan.Between"], quotation.Sentences.Select(Of)),
        People { Processes.IsEmpty: true } => text["Finding.Maker"],
        People people => string.Join(text["Finding.Comma"], people.Processes.Select(Of)),
        SentenceArgument.Duration duration => string.Join(' ', duration.Amounts.Select(pair =>
            Amount(pair.Amount.ToString(CultureInfo.InvariantCulture), pair.Unit))),
        SentenceArgument.ByteCount count => SizeWords.InWords(count.Bytes, text),
        SentenceArgument.Size size when sizes.Unit != SizeUnit.Binary => sizes.Short(size.Bytes),
        _ => argument.ToString(),
    };

    private string Of(ProcessRef process) => process.Name is { } name
        ? string.Create(CultureInfo.InvariantCulture, $"{name} ({process.Pid})")
        : text["Finding.Process", process.Pid.ToString(CultureInfo.InvariantCulture)];

    private string Amount(string amount, string unit) => unit switch
    {
        "d" => text["Age.Days", amount],
        "h" => text["Age.Hours", amount],
        "min" => text["Age.Minutes", amount],
        _ => text["Age.Seconds", amount],
    };
}
