using System.Globalization;
using ShmDashboard.Imaging.Layouts.Objects;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Layouts.Documents;

/// <summary>
/// Reads a segment's header as a document describes it. Headers are claims of somebody else's: every number is judged in 64
/// or more bits, and nothing is allocated for it. Stateless and safe for all threads.
/// </summary>
public static class LayoutReader
{
    private const int PageBytes = 4096;

    /// <summary>Whether a document is for a segment: by its name, its size, its magic bytes and its required values.</summary>
    public static bool IsFor(LayoutDocument document, LayoutSubject subject, ReadOnlySpan<byte> copy)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (document.Match is { } match)
        {
            if (!match.Fits(subject))
                return false;
            foreach (var magic in match.Magic)
            {
                if (!magic.IsIn(copy))
                    return false;
            }
        }

        if (Place(document, copy) is not var (placed, _))
            return false;
        foreach (var field in placed.Header?.Require ?? [])
        {
            if (field.Read(copy) is not { } value || value != (field.EqualTo ?? 0))
                return false;
        }

        return true;
    }

    /// <summary>Where the picture is in a copy of the whole segment.</summary>
    public static LayoutReading Read(LayoutDocument document, ReadOnlySpan<byte> copy) => Place(document, copy) is var (placed, end)
        ? Read(placed, copy[..(int)end], end)
        : LayoutReading.Fail(Sentence.Of($"There is no object named '{document.Object}' of boost::interprocess in the segment."));

    /// <summary>
    /// The same document for this copy, with everything counted from the start of the segment, and where the picture must end; null where
    /// there is no object of the name that it tells.
    /// </summary>
    public static (LayoutDocument Document, long EndOffset)? Place(LayoutDocument document, ReadOnlySpan<byte> copy)
    {
        ArgumentNullException.ThrowIfNull(document);
        return document.Object is not { } name ? (document, copy.Length)
            : ObjectOf(name, copy) is { } named ? (document.In(named), named.ContentOffset + named.ContentBytes) : null;
    }

    private static NamedObject? ObjectOf(string name, ReadOnlySpan<byte> copy)
    {
        foreach (var named in ManagedSegment.Find(copy))
        {
            if (named.Name == name)
                return named;
        }

        return null;
    }

    /// <summary>Where the picture is in a segment of which only the beginning was copied.</summary>
    /// <param name="document">The document, none of whose fields is counted from the segment's end.</param>
    /// <param name="copy">The beginning; fields beyond it are not told.</param>
    /// <param name="sizeBytes">The segment's size.</param>
    public static LayoutReading Read(LayoutDocument document, ReadOnlySpan<byte> copy, long sizeBytes)
    {
        ArgumentNullException.ThrowIfNull(document);
        var header = document.Header;
        long width = Told(header?.Width, copy, document.Width);
        long height = Told(header?.Height, copy, document.Height);
        if (FormatOf(document, copy, width, height) is not { } format)
            return LayoutReading.Fail(Sentence.Of($"The header's format code, or number of channels, is none of those that the layout names."));
        bool flipped = height < 0;
        height = Math.Abs(Math.Max(height, -int.MaxValue));
        if (width is < 1 or > int.MaxValue || height is < 1 or > int.MaxValue)
            return LayoutReading.Fail(header is { Width: null, Height: null } or null
                ? Sentence.Of($"The layout tells {width} x {height} pixels.") : Sentence.Of($"The header tells {width} x {height} pixels."));

        long row = format.RowBytes((int)width);
        long stride = StrideOf(document, copy, format, (int)width);
        if (stride < row || stride > Math.Max(sizeBytes, row))
            return LayoutReading.Fail(Sentence.Of($"The stride is {Amount.Bytes(stride)}: {width} pixels of {format.Name} need {row:N0}, and there are {sizeBytes:N0}."));

        var (slot, slots) = SlotOf(document, copy);
        if (OffsetOf(document, copy, sizeBytes, format.FramePitch((int)width, (int)height, stride), slot) is not { } offset)
        {
            return LayoutReading.Fail(header?.Pixels is { Length: > 0 } || document.Slots is { Offsets: not null }
                ? Sentence.Of($"The header does not tell where the pixels start.")
                : Sentence.Of($"The pixels would start behind the end of the segment, at {sizeBytes:N0}."));
        }

        var place = new PixelLayout
        {
            Offset = offset, Width = (int)width, Height = (int)height, StrideBytes = stride, Format = format, BottomUp = document.BottomUp != flipped,
        };
        var layout = document.WithMeaning(place, header?.Rotation?.Read(copy) ?? 0);
        return layout.Check(sizeBytes) is { } problem ? LayoutReading.Fail(problem)
            : document.Match?.Exact == true && !EndsThere(layout, slots - slot, sizeBytes) ? LayoutReading.Fail(
                Sentence.Of($"The picture ends at {layout.EndOffset:N0}, the segment at {sizeBytes:N0}: expected them to be the same."))
            : Told(header, copy, layout, slot, slots);
    }

    private static LayoutReading Told(LayoutHeader? header, ReadOnlySpan<byte> copy, PixelLayout layout, int slot, int slots)
    {
        long? sequence = header?.Sequence?.Read(copy);
        bool isReady = header?.Ready is not { } ready || ready.Read(copy) == (ready.EqualTo ?? 1);
        return new LayoutReading
        {
            Pixels = layout,
            Counter = header?.Counter?.Read(copy) ?? sequence,
            Sequence = sequence,
            BeingWritten = sequence is { } value && (value & 1) == 1 || !isReady,
            Slot = slot,
            Slots = slots,
        };
    }

    // A segment made of pages may end behind the picture, but within its last page; others add a few bytes.
    private static bool EndsThere(PixelLayout layout, int slotsLeft, long size)
    {
        var left = size - (layout.Offset + ((Int128)slotsLeft * layout.Format.FramePitch(layout.Width, layout.Height, layout.StrideBytes)));
        return left >= -layout.PaddingBytes && (left <= 64 || (left < PageBytes && size % PageBytes == 0));
    }

    private static long Told(HeaderField? field, ReadOnlySpan<byte> copy, int? constant)
    {
        long? told = field?.Read(copy);
        // Where a header has 0, a constant stands for it: a one-dimensional array has no height.
        return told is null or 0 ? constant ?? told ?? 0 : told.Value;
    }

    private static RawFormat? FormatOf(LayoutDocument document, ReadOnlySpan<byte> copy, long width, long height)
    {
        if (document.Header?.Format is { } code && code.Read(copy) is { } value)
            return code.Table?.GetValueOrDefault(value.ToString(CultureInfo.InvariantCulture)) ?? document.Format;
        if (document.Formats is { } formats)
            return formats.GetValueOrDefault(Channels(document.Header, copy, width, height).ToString(CultureInfo.InvariantCulture));
        return document.Format;
    }

    // Where nothing tells the channels, the length of the pixels does.
    private static long Channels(LayoutHeader? header, ReadOnlySpan<byte> copy, long width, long height)
    {
        if (header?.Channels is { } field)
            return field.Read(copy) ?? 0;
        var pixels = (Int128)width * height;
        return pixels > 0 && header?.Length?.Read(copy) is { } length and > 0 ? (long)(length / pixels) : 0;
    }

    private static long StrideOf(LayoutDocument document, ReadOnlySpan<byte> copy, RawFormat format, int width)
    {
        if (document.Header?.Stride is { } field && field.Read(copy) is { } told and not 0)
            return field.Unit == "pixels" ? (told is > 0 and <= int.MaxValue ? format.RowBytes((int)told) : -1) : told;
        return document.StrideBytes ?? format.UsualStride(width, document.RowAlignment);
    }

    private static (int Slot, int Slots) SlotOf(LayoutDocument document, ReadOnlySpan<byte> copy)
    {
        long told = document.Header?.Slots?.Read(copy) ?? 0;
        int slots = (int)Math.Clamp(told > 0 ? told : document.Slots?.Count ?? 1, 1, int.MaxValue);
        long slot = document.Header?.Slot?.Read(copy) ?? document.Slots?.Shown ?? 0;
        return ((int)(((slot % slots) + slots) % slots), slots);
    }

    private static long? OffsetOf(LayoutDocument document, ReadOnlySpan<byte> copy, long sizeBytes, long pitch, int slot)
    {
        Int128 offset = document.Offset;
        foreach (var part in document.Header?.Pixels ?? [])
        {
            if (part.Read(copy) is not { } value)
                return null;
            offset += value;
        }

        var slots = document.Slots;
        if (slots?.Offsets is { } table)
        {
            if ((table with { Offset = table.Offset + ((long)slot * table.Type.Bytes) }).Read(copy) is not { } start)
                return null;
            offset += start;
        }
        else
        {
            offset += (Int128)slot * (slots is { Bytes: > 0 } ? slots.Bytes : pitch + (slots?.HeaderBytes ?? 0));
        }

        offset += slots?.HeaderBytes ?? 0;
        return offset >= 0 && offset <= sizeBytes ? (long)offset : null;
    }
}
