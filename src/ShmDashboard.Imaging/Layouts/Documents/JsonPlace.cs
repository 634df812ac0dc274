using System.Text.Json;

namespace ShmDashboard.Imaging.Layouts.Documents;

/// <summary>Where in a text of JSON a member's value is. Stateless.</summary>
internal static class JsonPlace
{
    private static readonly JsonReaderOptions s_lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The line and the column (in bytes) as people count them, from 1; null where there is no such member.</summary>
    /// <param name="json">Text that has been read without a problem.</param>
    /// <param name="element">Which of an array's objects, from 0; null where the text is one object.</param>
    /// <param name="member">The names from the outermost in: <c>header.format</c>.</param>
    public static (int Line, int Column)? Of(ReadOnlySpan<byte> json, int? element, string member)
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

        return Find(ref reader, member.Split('.')) is { } at ? Place(json[..(int)at]) : null;
    }

    private static (int Line, int Column) Place(ReadOnlySpan<byte> before) => (before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'));

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
