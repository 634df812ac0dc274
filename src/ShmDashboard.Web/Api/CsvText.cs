using System.Globalization;
using System.Text;

namespace ShmDashboard.Web.Api;

/// <summary>
/// A table as RFC 4180 has it: comma, CRLF, quotes doubled. What other programs named is written so that no spreadsheet takes
/// it for a formula: after an apostrophe where it begins as one does (OWASP, "CSV Injection").
/// </summary>
/// <param name="columns">The first line.</param>
internal sealed class CsvText(params string[] columns)
{
    /// <summary>What it is to be served as.</summary>
    public const string MediaType = "text/csv; charset=utf-8; header=present";

    private readonly StringBuilder _text = new(string.Join(',', columns) + "\r\n");
    private int _written;

    /// <summary>A text.</summary>
    public CsvText Text(string? value)
    {
        string text = value ?? "";
        // Spaces before the sign are passed over by some.
        if (text.TrimStart() is [var first, ..] && (first is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠' || text[0] is '\t' or '\r' or '\n')) text = "'" + text;
        return Raw(text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"");
    }

    /// <summary>A number; nothing where it is not known.</summary>
    public CsvText Number(double? value) => Raw(value?.ToString("0.###", CultureInfo.InvariantCulture) ?? "");

    /// <summary>A moment in UTC, ISO 8601; nothing where there was none.</summary>
    public CsvText Moment(DateTimeOffset? value) => Raw(value?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "");

    /// <summary>Yes or no.</summary>
    public CsvText Flag(bool value) => Raw(value ? "true" : "false");

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private CsvText Raw(string value)
    {
        _text.Append(value);
        _written++;
        _text.Append(_written % columns.Length == 0 ? "\r\n" : ",");
        return this;
    }
}
