using System.Collections.Immutable;
using System.Globalization;

namespace ShmDashboard.Wording;

/// <summary>
/// What a sentence speaks of, kept as what it is, so that each language says it in its own way; <c>ToString</c> says it in English.
/// Immutable, compared by value.
/// </summary>
public abstract record SentenceArgument
{
    /// <summary>A name, a number, an address: the same in every language.</summary>
    public sealed record Verbatim(string Text) : SentenceArgument
    {
        /// <inheritdoc/>
        public override string ToString() => Text;
    }

    /// <summary>How long, in two units at the most, cut and not rounded: "2 h 5 min", "45 min", "12 s".</summary>
    public sealed record Duration(TimeSpan Time) : SentenceArgument
    {
        /// <summary>The amounts with their units <c>d</c>, <c>h</c>, <c>min</c>, <c>s</c>, the larger first.</summary>
        public ImmutableArray<(int Amount, string Unit)> Amounts => Time switch
        {
            { TotalDays: >= 1 } => Pair((int)Time.TotalDays, "d", Time.Hours, "h"),
            { TotalHours: >= 1 } => Pair(Time.Hours, "h", Time.Minutes, "min"),
            { TotalMinutes: >= 1 } => Pair(Time.Minutes, "min", Time.Seconds, "s"),
            _ => [(Math.Max(0, Time.Seconds), "s")],
        };

        /// <inheritdoc/>
        public override string ToString() => string.Join(' ', Amounts.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Amount} {pair.Unit}")));

        private static ImmutableArray<(int, string)> Pair(int large, string unit, int small, string smallUnit) =>
            small == 0 ? [(large, unit)] : [(large, unit), (small, smallUnit)];
    }

    /// <summary>So many bytes: "3.1 MiB".</summary>
    public sealed record Size(long Bytes) : SentenceArgument
    {
        private static readonly string[] s_units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"];

        /// <inheritdoc/>
        public override string ToString()
        {
            double amount = Bytes;
            int unit = 0;
            for (; amount >= 1024 && unit < s_units.Length - 1; unit++)
                amount /= 1024;
            return Bytes == 1 ? "1 byte" : string.Create(CultureInfo.InvariantCulture, $"{amount:0.#} {s_units[unit]}");
        }
    }

    /// <summary>So many bytes, exactly: "1 byte", "3,219,456 bytes".</summary>
    public sealed record ByteCount(long Bytes) : SentenceArgument
    {
        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Bytes:N0} {(Bytes == 1 ? "byte" : "bytes")}");
    }

    /// <summary>Whole sentences that another one quotes.</summary>
    public sealed record Quotation(ImmutableArray<Sentence> Sentences) : SentenceArgument
    {
        /// <inheritdoc/>
        public bool Equals(Quotation? other) => other is not null && Sentences.SequenceEqual(other.Sentences);

        /// <inheritdoc/>
        public override int GetHashCode() => Sentences.Length;

        /// <inheritdoc/>
        public override string ToString() => string.Join(' ', Sentences);
    }
}
