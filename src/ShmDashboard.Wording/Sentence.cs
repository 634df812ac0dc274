using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ShmDashboard.Wording;

/// <summary>
/// A sentence of the product in English, kept apart from what it speaks of, so that a page can translate it: the format is
/// the key, the arguments go into the translation. Immutable, compared by value.
/// </summary>
/// <param name="Format">With <c>{0}</c>, <c>{1}</c> … for the arguments.</param>
/// <param name="Arguments">Names and amounts, each as what it is.</param>
public sealed record Sentence(string Format, ImmutableArray<SentenceArgument> Arguments)
{
    /// <summary>A sentence without arguments.</summary>
    public static implicit operator Sentence(string text) => FromString(text);

    /// <summary>A sentence without arguments.</summary>
    public static Sentence FromString(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Sentence(text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), []);
    }

    /// <summary>A sentence from an interpolated string: what is in braces becomes an argument.</summary>
    public static Sentence Of(Parts parts) => parts.ToSentence();

    /// <summary>The same to stand in brackets within another.</summary>
    public Sentence WithoutFullStop() => Format.EndsWith('.') ? this with { Format = Format[..^1] } : this;

    /// <summary>The sentence in English.</summary>
    public override string ToString() =>
        string.Format(CultureInfo.InvariantCulture, Format, [.. Arguments.Cast<object?>()]);

    /// <inheritdoc/>
    public bool Equals(Sentence? other) =>
        other is not null && Format == other.Format && Arguments.SequenceEqual(other.Arguments);

    /// <inheritdoc/>
    public override int GetHashCode() => Format.GetHashCode(StringComparison.Ordinal);

    /// <summary>Takes an interpolated string apart. Made by the compiler.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Parts
    {
        private readonly StringBuilder _format;
        private readonly ImmutableArray<SentenceArgument>.Builder _arguments;

        /// <summary>Room for so much text and so many arguments.</summary>
        public Parts(int literalLength, int formattedCount)
        {
            _format = new StringBuilder(literalLength + formattedCount * 3);
            _arguments = ImmutableArray.CreateBuilder<SentenceArgument>(formattedCount);
        }

        /// <summary>Text between arguments.</summary>
        public void AppendLiteral(string text)
        {
            ArgumentNullException.ThrowIfNull(text);
            _format.Append(text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
        }

        /// <summary>An argument as it is; a sentence is quoted, and anything else written in the invariant culture.</summary>
        public void AppendFormatted<T>(T value)
        {
            _format.Append(CultureInfo.InvariantCulture, $"{{{_arguments.Count}}}");
            _arguments.Add(value switch
            {
                SentenceArgument argument => argument,
                Sentence quoted => new SentenceArgument.Quotation([quoted]),
                _ => new SentenceArgument.Verbatim(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
            });
        }

        /// <summary>An argument, written in the invariant culture in the given format.</summary>
        public void AppendFormatted<T>(T value, string format) where T : IFormattable =>
            AppendFormatted(value.ToString(format, CultureInfo.InvariantCulture));

        internal Sentence ToSentence() => new(_format.ToString(), _arguments.DrainToImmutable());
    }
}
