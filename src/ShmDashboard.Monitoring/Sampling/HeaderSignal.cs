using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Sampling;

/// <summary>
/// What a segment's own header says of its frames: a sequence lock or a counter, asked for in the few bytes where it is. A claim
/// of the writer's: it saves looks, and is believed for a copy only where it has moved with the content.
/// </summary>
/// <param name="Offset">Where the bytes are.</param>
/// <param name="Length">How many.</param>
/// <param name="Sequence">The field, counted from there; null for none.</param>
internal readonly record struct HeaderSignal(long Offset, int Length, HeaderField? Sequence)
{
    private const int MostBytes = 4096;

    /// <summary>The signal of a layout; null where it has none, or one that is not in a page at the beginning.</summary>
    public static HeaderSignal? Of(LayoutMatch? match)
    {
        if (match?.Document.Header is not { } header)
            return null;
        long first = long.MaxValue, end = 0;
        foreach (var field in (ReadOnlySpan<HeaderField?>)[header.Sequence, header.Counter])
        {
            if (field is null)
                continue;
            first = Math.Min(first, field.Offset);
            end = Math.Max(end, field.Offset + field.Type.Bytes);
        }

        return first < 0 || end > MostBytes || end <= first ? null
            : new(first, (int)(end - first), header.Sequence is { } known ? known with { Offset = known.Offset - first } : null);
    }

    /// <summary>The sequence lock's value now; null where the layout has none, or the segment is too short for it.</summary>
    public static long? SequenceOf(ISegmentView view, LayoutMatch? match)
    {
        if (Of(match) is not { Sequence: not null } signal)
            return null;
        Span<byte> room = stackalloc byte[signal.Length];
        var found = signal.Read(view, room);
        return found.IsEmpty ? null : signal.ValueOf(found);
    }

    /// <summary>Whether the writer says that it is at it.</summary>
    public bool IsOdd(ReadOnlySpan<byte> found) => ValueOf(found) is { } value && (value & 1) == 1;

    /// <summary>The sequence lock's value; null where there is none.</summary>
    public long? ValueOf(ReadOnlySpan<byte> found) => Sequence?.Read(found[..Length]);

    /// <summary>Asks.</summary>
    /// <param name="view">The segment.</param>
    /// <param name="room">Where the bytes go.</param>
    /// <returns>The bytes; none where the segment is too short for them by now.</returns>
    public ReadOnlySpan<byte> Read(ISegmentView view, Span<byte> room) =>
        view.Read(Offset, room[..Length]) == Length ? room[..Length] : default;
}
