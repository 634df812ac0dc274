using System.Collections.Immutable;
using ShmDashboard.Imaging.Layouts.Documents;

namespace ShmDashboard.Imaging.Layouts.BuiltIn;

/// <summary>
/// The layouts that come with the program: a document beside this file for each, and code for those that data cannot describe.
/// A document whose header is all that tells its segments must fill them exactly.
/// </summary>
public static class BuiltInLayouts
{
    private const long Year2000 = 946_684_800_000;
    private const long Year2100 = 4_102_444_800_000;

    /// <summary>All documents, those with magic bytes or a name first.</summary>
    public static ImmutableArray<LayoutDocument> All => [.. Named.Select(known => known.Document)];

    /// <summary>The same with the words that programs name them by.</summary>
    public static ImmutableArray<(string Id, LayoutDocument Document)> Named { get; } = Load();

    /// <summary>The picture by the first layout that is a segment's; null where none is.</summary>
    /// <param name="subject">What is known of the segment.</param>
    /// <param name="copy">The bytes of the whole segment.</param>
    public static LayoutMatch? Find(LayoutSubject subject, ReadOnlySpan<byte> copy)
    {
        if (NpyFile.Read(copy) is { } array)
            return LayoutMatch.Of(array, LayoutOrigin.BuiltIn, copy);
        if (FitsFile.Read(copy) is { } fits)
            return LayoutMatch.Of(fits, LayoutOrigin.BuiltIn, copy);
        if (PamFile.Read(copy) is { } map)
            return LayoutMatch.Of(map, LayoutOrigin.BuiltIn, copy);
        if (LookingGlassMemory.Read(copy) is { } screen)
            return LayoutMatch.Of(screen, LayoutOrigin.BuiltIn, copy);
        foreach (var (_, document) in Named)
        {
            if (LayoutReader.IsFor(document, subject, copy) && IsTimely(document, copy) && LayoutMatch.Of(document, LayoutOrigin.BuiltIn, copy) is { } match)
                return match;
        }

        return null;
    }

    /// <summary>Whether the first bytes of a segment are those of a layout, even if they look like writing.</summary>
    public static bool HasMagic(ReadOnlySpan<byte> head)
    {
        if (NpyFile.IsMatch(head) || FitsFile.IsMatch(head) || PamFile.IsMatch(head) || LookingGlassMemory.IsMatch(head))
            return true;
        foreach (var (_, document) in Named)
        {
            if (document.Match?.Magic is { IsDefaultOrEmpty: false } magic && magic[0].IsIn(head) && Required(document, head))
                return true;
        }

        return false;
    }

    // Where nothing but its numbers tells a layout, milliseconds in its header have to be a calendar's; smaller parts are counted from anywhere.
    private static bool IsTimely(LayoutDocument document, ReadOnlySpan<byte> copy) =>
        document is not { Match: { Exact: true, Name: null, Magic.IsDefaultOrEmpty: true }, Header.Timestamp: { Unit: "ms" } time } ||
        time.Read(copy) is 0 or (>= Year2000 and < Year2100);

    private static bool Required(LayoutDocument document, ReadOnlySpan<byte> head)
    {
        foreach (var field in document.Header?.Require ?? [])
        {
            if (field.Read(head) != field.EqualTo)
                return false;
        }

        return true;
    }

    private static ImmutableArray<(string Id, LayoutDocument Document)> Load()
    {
        const string Folder = ".BuiltIn.";
        var assembly = typeof(BuiltInLayouts).Assembly;
        var documents = new List<(string Id, LayoutDocument Document)>();
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.Contains(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            byte[] text = new byte[stream.Length];
            stream.ReadExactly(text);
            documents.Add((Path.GetFileNameWithoutExtension(name[(name.IndexOf(Folder, StringComparison.Ordinal) + Folder.Length)..]),
                LayoutJson.ReadOne(text, out var problem) ?? throw new InvalidDataException($"{name}: {problem}")));
        }

        return [.. documents.OrderBy(known => known.Document.Match is { Magic.IsEmpty: false } ? 0 : known.Document.Match?.Name is not null ? 1 : 2)];
    }
}
