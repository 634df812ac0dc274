using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Layouts.Documents;

/// <summary>What JSON alone does not say: whether a document's parts go together.</summary>
internal static class LayoutCheck
{
    /// <summary>The first thing that is wrong; null when nothing is.</summary>
    public static LayoutProblem? ProblemOf(LayoutDocument document)
    {
        var header = document.Header;
        if (document.Width is null && header?.Width is null)
            return new(Sentence.Of($"The width is not told: expected \"width\", or \"header\".\"width\"."));
        if (document.Height is null && header?.Height is null)
            return new(Sentence.Of($"The height is not told: expected \"height\", or \"header\".\"height\"."));
        if (document.Format is null && document.Formats is null && header?.Format is null)
            return new(Sentence.Of($"The pixel format is not told: expected \"format\", \"formats\" by channels, or \"header\".\"format\" with its table."));
        if (document.Formats is not null && header is not ({ Channels: not null } or { Length: not null }))
            return new(Sentence.Of($"\"formats\" are by the number of channels: expected \"header\".\"channels\" or \"length\"."), "formats");
        if (header?.Format is { Table: null })
            return new(Sentence.Of($"\"header\".\"format\" is a code: expected its \"table\"."), "header.format");
        if (document.Object is "")
            return new(Sentence.Of($"\"object\" is empty: expected the name of an object in the segment."), "object");
        if (document.Offset < 0)
            return new(Sentence.Of($"\"offset\" is {document.Offset}: expected 0 or more."), "offset");
        if (document.RowAlignment is < 1 or > 4096)
            return new(Sentence.Of($"\"rowAlignment\" is {document.RowAlignment}: expected 1 to 4096."), "rowAlignment");
        if (!((PictureRotation)document.Rotation).IsKnown())
            return new(Sentence.Of($"\"rotation\" is {document.Rotation}: expected 0, 90, 180 or 270."), "rotation");
        if (document.Scale is { } scale && (scale == 0 || !double.IsFinite(scale)))
            return new(Sentence.Of($"\"scale\" is {scale}: expected a number other than 0."), "scale");
        if (document.Zero is { } zero && !double.IsFinite(zero))
            return new(Sentence.Of($"\"zero\" is {zero}: expected a number."), "zero");
        if (document.Range is { IsPossible: false } range)
            return new(Sentence.Of($"\"range\" is {range.Low} to {range.High}: expected two numbers that differ."), "range");
        if (document.Matrix is { } matrix && YuvMatrix.Find(matrix) is null)
            return new(Sentence.Of($"\"matrix\" is \"{matrix}\": expected {string.Join(", ", YuvMatrix.All.Select(known => known.Name))}."), "matrix");
        if (document.Slots is { } slots && (slots.Count is < 1 or > 1_000_000 || slots.Bytes < 0 || slots.HeaderBytes < 0 || slots.Shown < 0))
            return new(Sentence.Of($"\"slots\" are not possible: expected a count of 1 to 1000000, and bytes of 0 or more."), "slots");
        return document.Match?.Magic.FirstOrDefault(magic => !IsMagic(magic)) is { } wrong
            ? new(Sentence.Of($"\"magic\" at {wrong.Offset}: expected \"text\", or \"hex\" with an even number of digits."), "match.magic")
            : null;
    }

    private static bool IsMagic(MagicBytes magic) => (magic.Text is null) != (magic.Hex is null)
        && (magic.Hex is null || (magic.Hex.Length % 2 == 0 && magic.Hex.All(char.IsAsciiHexDigit)));
}
