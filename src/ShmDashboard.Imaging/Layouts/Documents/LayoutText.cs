using System.Globalization;
using System.Text;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Layouts.Documents;

/// <summary>
/// A picture's place as one word for addresses and queries: <c>640x480~bgr24</c>, then, where they are not as usual,
/// <c>offset24</c>, <c>stride2048</c>, <c>bottomUp</c>, <c>rotate90</c>, <c>scale0.04</c>, <c>zero-273.15</c>, <c>range0..4095</c>, a matrix
/// (<c>bt709</c>), <c>slots4x921600</c> and <c>shown1</c>.
/// </summary>
public static class LayoutText
{
    private const char Separator = '~';

    /// <summary>Writes the place a document tells by constants; null where it leaves size or format to a header.</summary>
    public static string? Write(LayoutDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (document is not { Width: { } width, Height: { } height, Format: { } format, Header: null, Object: null })
            return null;
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{width}x{height}{Separator}{format.Name}"));
        if (document.Offset != 0)
            Add($"offset{document.Offset}");
        if (document.StrideBytes is { } stride && stride != format.UsualStride(width))
            Add($"stride{stride}");
        if (document.BottomUp)
            Add($"bottomUp");
        if (document.Rotation != 0)
            Add($"rotate{document.Rotation}");
        if (document.Scale is { } factor and not 1)
            Add($"scale{factor}");
        if (document.Zero is { } zero and not 0)
            Add($"zero{zero}");
        if (document.Range is var (low, high))
            Add($"range{low}..{high}");
        if (format is YuvFormat && document.Matrix is { } matrix && matrix != YuvMatrix.Bt601.Name)
            Add($"{matrix}");
        if (document.Slots is { Offsets: null } slots && (slots.Count > 1 || slots.Shown > 0))
        {
            Add($"slots{slots.Count}x{slots.Bytes}");
            if (slots.Shown > 0)
                Add($"shown{slots.Shown}");
        }

        return text.ToString();

        void Add(FormattableString part) => text.Append(Separator).Append(part.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Reads it.</summary>
    /// <param name="text">The word.</param>
    /// <param name="problem">What is wrong with it, as one sentence; null when nothing is.</param>
    public static LayoutDocument? Read(string text, out Sentence? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(Separator);
        int[] size = [.. parts[0].Split('x').Select(part => Number(part) is { } number and <= int.MaxValue ? (int)number : 0)];
        if (parts.Length < 2 || size is not [> 0, > 0] || !RawFormats.TryFind(parts[1], out var format))
        {
            problem = Sentence.Of($"Cannot read the layout '{text}': expected a size and a pixel format, such as 640x480~bgr24.");
            return null;
        }

        LayoutDocument? document = new() { Width = size[0], Height = size[1], Format = format, StrideBytes = format.UsualStride(size[0]) };
        foreach (string part in parts.AsSpan(2))
        {
            document = With(document, part);
            if (document is null)
            {
                problem = Sentence.Of($"Cannot read '{part}' in the layout '{text}': expected offset, stride or shown with a number, " +
                    $"bottomUp, rotate90, scale0.04, zero-273.15, range0..4095, slots4x921600, or {string.Join(", ", YuvMatrix.All.Select(matrix => matrix.Name))}.");
                return null;
            }
        }

        problem = LayoutCheck.ProblemOf(document) is { } found ? Sentence.Of($"Cannot read the layout '{text}': {found.What}") : null;
        return problem is null ? document : null;
    }

    private static LayoutDocument? With(LayoutDocument document, string part)
    {
        if (part == "bottomUp")
            return document with { BottomUp = true };
        if (YuvMatrix.Find(part) is not null)
            return document with { Matrix = part };
        if (Behind(part, "offset") is { } offset)
            return document with { Offset = offset };
        if (Behind(part, "stride") is { } stride)
            return document with { StrideBytes = stride };
        if (Behind(part, "rotate") is { } degrees and <= int.MaxValue)
            return document with { Rotation = (int)degrees };
        if (ValueBehind(part, "scale") is { } factor)
            return document with { Scale = factor };
        if (ValueBehind(part, "zero") is { } zero)
            return document with { Zero = zero };
        if (part.StartsWith("range", StringComparison.Ordinal) && part[5..].Split("..") is [var low, var high])
            return Value(low) is { } black && Value(high) is { } white ? document with { Range = new(black, white) } : null;
        if (Behind(part, "shown") is { } shown && shown <= int.MaxValue)
            return document with { Slots = (document.Slots ?? new()) with { Shown = (int)shown } };
        return part.StartsWith("slots", StringComparison.Ordinal) && part[5..].Split('x') is [var count, var bytes] &&
            Number(count) is { } frames and <= int.MaxValue && Number(bytes) is { } apart
                ? document with { Slots = (document.Slots ?? new()) with { Count = (int)frames, Bytes = apart } }
                : null;
    }

    private static long? Behind(string part, string word) =>
        part.StartsWith(word, StringComparison.Ordinal) ? Number(part[word.Length..]) : null;

    private static double? ValueBehind(string part, string word) =>
        part.StartsWith(word, StringComparison.Ordinal) ? Value(part[word.Length..]) : null;

    private static double? Value(string digits) =>
        double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;

    private static long? Number(string digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
