using ShmDashboard.Wording;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ShmDashboard.Imaging.Layouts.Documents;

/// <summary>Reads and writes layouts as JSON. Strict: a member that means nothing here is an error and not ignored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    WriteIndented = true,
    Converters = [typeof(RawFormatConverter)])]
[JsonSerializable(typeof(LayoutDocument))]
[JsonSerializable(typeof(LayoutDocument[]))]
public sealed partial class LayoutJson : JsonSerializerContext
{
    /// <summary>Reads one layout.</summary>
    /// <param name="json">The text.</param>
    /// <param name="problem">What is wrong and where, as one sentence; null when nothing is.</param>
    public static LayoutDocument? ReadOne(ReadOnlySpan<byte> json, out Sentence? problem)
    {
        LayoutDocument? document = null;
        problem = Try(json, reader: text => document = JsonSerializer.Deserialize(text, Default.LayoutDocument));
        problem ??= document is null ? Sentence.Of($"Line 1, column 1: expected a layout, found null.") : Checked(json, null, document);
        return problem is null ? document : null;
    }

    /// <summary>Reads a file of layouts: an array of them.</summary>
    /// <param name="json">The text.</param>
    /// <param name="problem">What is wrong and where, as one sentence; null when nothing is.</param>
    public static IReadOnlyList<LayoutDocument> ReadMany(ReadOnlySpan<byte> json, out Sentence? problem)
    {
        LayoutDocument[]? documents = null;
        problem = Try(json, reader: text => documents = JsonSerializer.Deserialize(text, Default.LayoutDocumentArray));
        problem ??= documents is null ? Sentence.Of($"Line 1, column 1: expected an array of layouts, found null.") : null;
        for (int i = 0; problem is null && i < documents!.Length; i++)
            problem = Checked(json, i, documents[i]) is { } found ? Sentence.Of($"Layout {i + 1}: {found}") : null;
        return problem is null ? documents! : [];
    }

    /// <summary>Writes one layout.</summary>
    public static string Write(LayoutDocument document) => JsonSerializer.Serialize(document, Default.LayoutDocument);

    /// <summary>Writes a file of layouts.</summary>
    public static string Write(IEnumerable<LayoutDocument> documents) =>
        JsonSerializer.Serialize([.. documents], Default.LayoutDocumentArray);

    private static Sentence? Checked(ReadOnlySpan<byte> json, int? element, LayoutDocument document) => LayoutCheck.ProblemOf(document) switch
    {
        null => null,
        { Member: { } member } problem when JsonPlace.Of(json, element, member) is (var line, var column) =>
            Sentence.Of($"Line {line}, column {column} (at $.{member}): {problem.What}"),
        var problem => problem.What,
    };

    private static Sentence? Try(ReadOnlySpan<byte> json, JsonReading reader)
    {
        try
        {
            reader(json);
            return null;
        }
        catch (JsonException error)
        {
            string text = error.Message;
            int position = text.IndexOf(" Path: ", StringComparison.Ordinal);
            string said = position >= 0 ? text[..position] : text;
            var what = Sentence.Of($"{said}");
            // What the library says of a member that is not known names types of ours.
            if (error.Path is not null && said.Contains("could not be mapped", StringComparison.Ordinal))
                what = Sentence.Of($"\"{error.Path[(error.Path.LastIndexOf('.') + 1)..]}\" means nothing here.");
            else if (said.Contains("could not be converted", StringComparison.Ordinal))
                what = Sentence.Of($"this value is of another kind than is expected here.");
            long line = (error.LineNumber ?? 0) + 1, column = (error.BytePositionInLine ?? 0) + 1;
            return error.Path is { Length: > 1 } path
                ? Sentence.Of($"Line {line}, column {column} (at {path}): {what}")
                : Sentence.Of($"Line {line}, column {column}: {what}");
        }
    }

    private delegate void JsonReading(ReadOnlySpan<byte> json);
}
