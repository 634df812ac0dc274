using System.Globalization;
using System.Text.Json;

namespace ShmDashboard.Imaging.Layouts.Documents;

/// <summary>Where in a text of JSON a member's value is. Stateless.</summary>
internal static class JsonPlace
{
    private static readonly JsonReaderOptions s_lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The place as people count it: "Line 3, column 12"; null where there is no such member.</summary>
    /// <param name="json">Text that has been read without a problem.</param>
    /// <param name="element">Which of an array's objects, from 0; null where the text is one object.</param>
    /// <param name="member">The names from the outermost in: <c>header.format</c>.</param>
    public static string? Of(ReadOnlySpan<byte> json, int? element, string member)
    {
        var reader = new Utf8JsonReader(json, s_lenient);
        reader.Read();
        if (element is { } index)
        {
            reader.Read();
            for (; index > 0; index--)
            {
                reader.Skip();
                reader.Read();
            }
        }

        return Find(ref reader, member.Split('.')) is { } at ? Spoken(json[..(int)at]) : null;
    }

    /// <summary>A line and a column, both from 0, as people count them.</summary>
    public static string Spoken(long line, long column) => string.Create(CultureInfo.InvariantCulture, $"Line {line + 1}, column {column + 1}");

    private static string Spoken(ReadOnlySpan<byte> before) => Spoken(before.Count((byte)'\n'), before.Length - before.LastIndexOf((byte)'\n') - 1);

    // Of members of the same name the last one counts, as it does to the one who deserializes.
    private static long? Find(ref Utf8JsonReader reader, ReadOnlySpan<string> path)
    {
        long? found = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isOnTheWay = reader.ValueTextEquals(path[0]);
            reader.Read();
            if (isOnTheWay && path.Length > 1)
            {
                found = Find(ref reader, path[1..]);
                continue;
            }

            if (isOnTheWay)
                found = reader.TokenStartIndex;
            reader.Skip();
        }

        return found;
    }
}
