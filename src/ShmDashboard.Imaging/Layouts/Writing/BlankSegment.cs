using System.Globalization;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Layouts.Writing;

/// <summary>
/// A segment of a layout as its programs make it, before the first frame: how large it is, where its pixels lie and what its header
/// holds. Nothing is allocated for it until it is filled. Immutable.
/// </summary>
public sealed record BlankSegment
{
    private const int Alignment = 64;

    /// <summary>The layout.</summary>
    public required LayoutDocument Document { get; init; }

    /// <summary>Where the pixels of the first frame are.</summary>
    public required PixelLayout Pixels { get; init; }

    /// <summary>How large the segment is.</summary>
    public required long SizeBytes { get; init; }

    private int Slots { get; init; }

    /// <summary>Where the first slot begins, where a table in the header tells.</summary>
    private long TableStart { get; init; }

    /// <summary>The pixel formats among which there is a choice in a layout, each once.</summary>
    public static IReadOnlyList<RawFormat> FormatsOf(LayoutDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var formats = document.Header?.Format?.Table is { } codes ? codes.Values
            : document.Formats is { } byChannels && document.Header?.Channels is not null ? byChannels.Values : [];
        return [.. (document.Format is { } usual ? formats.Prepend(usual) : formats).Distinct()];
    }

    /// <summary>Plans one; null with the reason where segments of this layout cannot be made.</summary>
    /// <param name="document">The layout.</param>
    /// <param name="width">Pixels in a row of the picture as it is shown, where the layout leaves that to its header.</param>
    /// <param name="height">Its rows, likewise.</param>
    /// <param name="format">The pixel format, where there is a choice; null for the first there is.</param>
    /// <param name="problem">Why not, as one sentence; null when it can be made.</param>
    public static BlankSegment? Of(LayoutDocument document, int? width, int? height, RawFormat? format, out Sentence? problem)
    {
        ArgumentNullException.ThrowIfNull(document);
        var header = document.Header;
        var formats = FormatsOf(document);
        (width, height) = ((PictureRotation)document.Rotation).Size(width, height);
        if (document.Partial)
            problem = Sentence.Of($"Programs of this layout keep more in their header than is known here: have one of them make the segment.");
        else if (document.Object is not null)
            problem = Sentence.Of($"This layout is of an object named '{document.Object}': have the program that gives it this name make the segment.");
        else if ((header?.Width is null ? document.Width : width) is not { } columns || (header?.Height is null ? document.Height : height) is not { } rows)
            problem = Sentence.Of($"The header of this layout tells the size: give a width and a height.");
        else if (formats.Count == 0 || (format is not null && !formats.Contains(format)))
            problem = formats.Count > 0 ? Sentence.Of($"This layout holds {string.Join(", ", formats)}, not {format!.Name}.")
                : format is null ? Sentence.Of($"This layout holds no pixel format that could be chosen, not one without a choice.")
                : Sentence.Of($"This layout holds no pixel format that could be chosen, not {format.Name}.");
        else
            return Plan(document, columns, rows, format ?? formats[0], out problem);
        return null;
    }

    /// <summary>Writes the header into memory of that size, and zeros elsewhere.</summary>
    /// <param name="segment">The whole segment.</param>
    public void Fill(Span<byte> segment)
    {
        segment.Clear();
        foreach (var magic in Document.Match?.Magic ?? [])
            magic.ToArray().CopyTo(segment[(int)(magic.Offset < 0 ? segment.Length + magic.Offset : magic.Offset)..]);
        foreach (var (field, value) in Fields())
        {
            if (field.Write(value, segment.Length) is { } write)
                write.Bytes.Span.CopyTo(segment[(int)write.Offset..]);
        }
    }

    private static BlankSegment? Plan(LayoutDocument document, int width, int height, RawFormat format, out Sentence? problem)
    {
        if (width < 1 || height < 1)
        {
            problem = Sentence.Of($"The size is {width} x {height}: expected 1 or more for each.");
            return null;
        }

        long aligned = format.UsualStride(width, document.RowAlignment);
        long stride = document.Header?.Stride is null ? document.StrideBytes ?? aligned : aligned;
        long head = HeadBytes(document), start = document.Offset, table = 0;
        if (document.Header?.Pixels is [_, ..])
            start = Math.Max(start, head);
        if (document.Slots?.Offsets is not null)
            start += table = document.Offset > 0 ? 0 : Up(head);
        start += document.Slots?.HeaderBytes ?? 0;
        var pixels = document.WithMeaning(new()
        {
            Offset = start, Width = width, Height = height, StrideBytes = stride, Format = format, BottomUp = document.BottomUp,
        });
        // Judged before it is multiplied: nothing that is larger than what it may be goes on.
        problem = pixels.Check(int.MaxValue);
        if (problem is not null)
            return null;
        int slots = document.Slots?.Count ?? 1;
        var size = start - (document.Slots?.HeaderBytes ?? 0) + ((Int128)slots * Pitch(document, pixels)) + TailBytes(document);
        if (size > int.MaxValue)
        {
            problem = Sentence.Of($"{slots} frames of {width} x {height} {format.Name} need {size} bytes: the most is {int.MaxValue}.");
            return null;
        }

        var blank = new BlankSegment { Document = document, Pixels = pixels, SizeBytes = (long)size, Slots = slots, TableStart = table };
        foreach (var (field, value) in blank.Fields())
        {
            if (!field.Holds(value))
            {
                problem = Sentence.Of($"The field at {field.Offset} is {field.Type}, which does not hold {value}.");
                return null;
            }
        }

        return blank;
    }

    private static long Up(long bytes) => (bytes + Alignment - 1) / Alignment * Alignment;

    private static long Pitch(LayoutDocument document, PixelLayout pixels) => document.Slots is { Bytes: > 0 } slots ? slots.Bytes
        : pixels.Format.FramePitch(pixels.Width, pixels.Height, pixels.StrideBytes) + (document.Slots?.HeaderBytes ?? 0);

    private IEnumerable<(HeaderField Field, long Value)> Fields()
    {
        if (Document.Header is not { } header)
            yield break;
        foreach (var field in header.Require)
            yield return (field, field.EqualTo ?? 0);
        (HeaderField? Field, long? Value)[] told =
        [
            (header.Width, Pixels.Width), (header.Height, Pixels.Height), (header.Channels, ChannelsOf(Pixels.Format)),
            (header.Stride, header.Stride?.Unit == "pixels" ? Pixels.StrideBytes / Pixels.Format.RowBytes(Pixels.Format.GroupPixels) * Pixels.Format.GroupPixels : Pixels.StrideBytes),
            (header.Format, CodeOf(Pixels.Format)), (header.Slots, Slots), (header.Length, Pixels.LengthBytes),
            (header.Pixels.FirstOrDefault(), Pixels.Offset - Document.Offset - TableStart - (Document.Slots?.HeaderBytes ?? 0)),
            (header.Ready, header.Ready?.EqualTo == 0 ? 1 : 0),
        ];
        foreach (var (field, value) in told)
        {
            if (field is not null && value is { } known)
                yield return (field, known);
        }

        for (int slot = 0; Document.Slots?.Offsets is { } table && slot < Slots; slot++)
            yield return (table with { Offset = table.Offset + ((long)slot * table.Type.Bytes) }, TableStart + (slot * Pitch(Document, Pixels)));
    }

    private long? CodeOf(RawFormat format) => Document.Header?.Format?.Table?
        .Where(pair => pair.Value == format).Select(pair => long.TryParse(pair.Key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long code) ? code : (long?)null)
        .FirstOrDefault();

    private long ChannelsOf(RawFormat format) => Document.Formats?
        .Where(pair => pair.Value == format).Select(pair => long.TryParse(pair.Key, NumberStyles.None, CultureInfo.InvariantCulture, out long channels) ? channels : (long?)null)
        .FirstOrDefault() ?? format.Channels.Length;

    private static IEnumerable<HeaderField> AllFields(LayoutHeader? header)
    {
        if (header is null)
            return [];
        HeaderField?[] single =
        [
            header.Width, header.Height, header.Channels, header.Stride, header.Format, header.Slot, header.Slots, header.Counter,
            header.Sequence, header.Ready, header.Timestamp, header.Length,
        ];
        return single.OfType<HeaderField>().Concat(header.Require).Concat(header.Pixels);
    }

    private static long HeadBytes(LayoutDocument document) => AllFields(document.Header).Where(field => field.Offset >= 0)
        .Select(field => field.Offset + field.Type.Bytes)
        .Concat((document.Match?.Magic ?? []).Where(magic => magic.Offset >= 0).Select(magic => magic.Offset + magic.ToArray().Length))
        .Append(document.Slots?.Offsets is { } table ? table.Offset + ((long)table.Type.Bytes * document.Slots.Count) : 0).DefaultIfEmpty(0).Max();

    private static long TailBytes(LayoutDocument document) => AllFields(document.Header).Select(field => -field.Offset)
        .Concat((document.Match?.Magic ?? []).Select(magic => -magic.Offset)).Append(0).Max();
}
