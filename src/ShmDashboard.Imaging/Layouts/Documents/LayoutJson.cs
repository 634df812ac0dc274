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
    public static LayoutDocument? ReadOne(ReadOnlySpan<byte> json, out string? problem)
    {
        LayoutDocument? document = null;
        problem = Try(json, reader: text => document = JsonSerializer.Deserialize(text, Default.LayoutDocument));
        problem ??= document is null ? "Line 1, column 1: expected a layout, found null." : Checked(json, null, document);
        return problem is null ? document : null;
    }

    /// <summary>Reads a file of layouts: an array of them.</summary>
    /// <param name="json">The text.</param>
    /// <param name="problem">What is wrong and where, as one sentence; null when nothing is.</param>
    public static IReadOnlyList<LayoutDocument> ReadMany(ReadOnlySpan<byte> json, out string? problem)
    {
        LayoutDocument[]? documents = null;
        problem = Try(json, reader: text => documents = JsonSerializer.Deserialize(text, Default.LayoutDocumentArray));
        problem ??= documents is null ? "Line 1, column 1: expected an array of layouts, found null." : null;
        for (int i = 0; problem is null && i < documents!.Length; i++)
            problem = Checked(json, i, documents[i]) is { } found ? $"Layout {i + 1}: {found}" : null;
        return problem is null ? documents! : [];
    }

    /// <summary>Writes one layout.</summary>
    public static string Write(LayoutDocument document) => JsonSerializer.Serialize(document, Default.LayoutDocument);

    /// <summary>Writes a file of layouts.</summary>
    public static string Write(IEnumerable<LayoutDocument> documents) =>
        JsonSerializer.Serialize([.. documents], Default.LayoutDocumentArray);

    private static string? Checked(ReadOnlySpan<byte> json, int? element, LayoutDocument document) => LayoutCheck.ProblemOf(document) switch
    {
        null => null,
        { Member: { } member } problem when JsonPlace.Of(json, element, member) is { } place => $"{place}: {problem.Text.TrimEnd('.')} (at $.{member}).",
        var problem => problem.Text,
    };

    private static string? Try(ReadOnlySpan<byte> json, JsonReading reader)
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
            string what = (position >= 0 ? text[..position] : text).TrimEnd('.');
            // What the library says of a member that is not known names types of ours.
            if (error.Path is not null && what.Contains("could not be mapped", StringComparison.Ordinal))
                what = $"\"{error.Path[(error.Path.LastIndexOf('.') + 1)..]}\" means nothing here";
            else if (what.Contains("could not be converted", StringComparison.Ordinal))
                what = "this value is of another kind than is expected here";
            string where = error.Path is { Length: > 1 } path ? $" (at {path})" : "";
            return $"{JsonPlace.Spoken(error.LineNumber ?? 0, error.BytePositionInLine ?? 0)}: {what}{where}.";
        }
    }

    private delegate void JsonReading(ReadOnlySpan<byte> json);
}
