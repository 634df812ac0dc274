using System.Collections.Immutable;
using System.IO.Enumeration;

namespace ShmDashboard.Imaging.Layouts.Documents;

/// <summary>Which segments a layout is for. What is not said does not matter.</summary>
public sealed record LayoutMatchRules
{
    /// <summary><c>posix</c>, <c>sysv</c> or <c>qt</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>The segment's name, with <c>*</c> and <c>?</c> standing for any and for one character.</summary>
    public string? Name { get; init; }

    /// <summary>The segment's size in bytes.</summary>
    public long? Size { get; init; }

    /// <summary>Bytes that must be there.</summary>
    public ImmutableArray<MagicBytes> Magic { get => field.IsDefault ? [] : field; init; }

    /// <summary>
    /// Whether the pixels must end where the segment does, but for less than a page: <c>true</c> where nothing but the header
    /// tells a segment of this layout from others.
    /// </summary>
    public bool Exact { get; init; }

    /// <summary>Whether a segment is meant, as far as its name and size tell.</summary>
    public bool Fits(LayoutSubject subject) =>
        (Kind is null || string.Equals(Kind, subject.Kind, StringComparison.OrdinalIgnoreCase))
        && (Size is null || Size == subject.SizeBytes)
        && (Name is null || FitsName(Name, subject.Name.TrimStart('/')));

    // A name that was laid down as it is may have a backslash in it, which would stand for something in a pattern.
    private static bool FitsName(string rule, string name) =>
        rule == name || FileSystemName.MatchesSimpleExpression(rule, name, ignoreCase: false);
}
