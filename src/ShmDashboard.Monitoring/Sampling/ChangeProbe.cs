using System.Buffers;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Sampling;

/// <summary>
/// Cheap hints that a segment differs from its last copy: the first 4 KiB, the last 4 KiB of the payload (a PNG's checksums
/// change there with nearly every pixel), and a piece of every page between, at a place that moves from look to look so
/// that small changes are met before long. A hint of "same" is never the last word: the whole is compared once a second.
/// </summary>
internal sealed class ChangeProbe
{
    private const int EdgeBytes = 4096;
    private const int PieceBytes = Skim.PieceBytes;
    private const int PageBytes = 4096;
    private const int MaxPieces = 1024;
    private const int GlancePieces = 16;

    // Room is borrowed for a look: there is a probe for every segment, and there may be thousands.
    private int _turn;

    /// <summary>Whether every probed place still equals the copy.</summary>
    /// <param name="view">The segment.</param>
    /// <param name="copy">What it held.</param>
    /// <param name="depth">How closely; not the whole of it in any case.</param>
    public bool LooksSame(ISegmentView view, ReadOnlySpan<byte> copy, LookDepth depth = LookDepth.Sampled)
    {
        int head = Math.Min(EdgeBytes, copy.Length);
        if (!SameAt(view, copy, 0, head))
            return false;
        int tail = Math.Min(EdgeBytes, copy.Length - head);
        if (tail > 0 && !SameAt(view, copy, copy.Length - tail, tail))
            return false;
        return copy.Length <= 2 * EdgeBytes || SamePieces(view, copy, depth == LookDepth.Glance ? GlancePieces : MaxPieces);
    }

    /// <summary>The same of a content that was not copied, by the samples that were kept of it.</summary>
    /// <param name="view">The segment.</param>
    /// <param name="known">What it held.</param>
    /// <param name="sizeBytes">How large it was.</param>
    /// <param name="depth">How closely; not the whole of it in any case.</param>
    public static bool LooksSame(ISegmentView view, Skim known, int sizeBytes, LookDepth depth = LookDepth.Sampled)
    {
        int edge = depth == LookDepth.Glance ? EdgeBytes : Skim.EdgeBytes, step = depth == LookDepth.Glance ? Math.Max(1, known.Offsets.Length / GlancePieces) : 1;
        byte[] room = ArrayPool<byte>.Shared.Rent(Math.Max(edge, known.Pieces.Length));
        try
        {
            if (!SameIn(view, 0, known.Head.AsSpan(0, Math.Min(edge, known.Head.Length)), room))
                return false;
            var tail = known.Tail.AsSpan(Math.Max(0, known.Tail.Length - edge));
            return SameIn(view, sizeBytes - tail.Length, tail, room) && SamePieces(view, known, step, room);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    /// <summary>Whether one end of a content is another than it was and the other end is not yet.</summary>
    /// <param name="view">The segment.</param>
    /// <param name="head">What it began with, at least a page.</param>
    /// <param name="tail">What it ended with, at least a page.</param>
    /// <param name="sizeBytes">How large it was.</param>
    public static bool IsHalfNew(ISegmentView view, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail, int sizeBytes) =>
        SameAt(view, head, 0, EdgeBytes, 0) != SameAt(view, tail, tail.Length - EdgeBytes, EdgeBytes, sizeBytes - EdgeBytes);

    /// <summary>Fixed samples of what lies beyond the copied part of a segment too large to copy.</summary>
    public byte[] SampleBeyond(ISegmentView view, long from, long end)
    {
        int pieces = (int)Math.Min(MaxPieces, Math.Max(0, (end - from) / PageBytes));
        if (pieces == 0)
            return [];
        long stride = (end - from) / pieces;
        Span<long> offsets = stackalloc long[pieces];
        for (int i = 0; i < pieces; i++)
            offsets[i] = from + (i * stride);
        byte[] samples = new byte[pieces * PieceBytes];
        view.ReadMany(offsets, PieceBytes, samples);
        return samples;
    }

    private static bool SameAt(ISegmentView view, ReadOnlySpan<byte> copy, int offset, int length) => SameAt(view, copy, offset, length, offset);

    private static bool SameAt(ISegmentView view, ReadOnlySpan<byte> copy, int offset, int length, long at)
    {
        Span<byte> found = stackalloc byte[length];
        return view.Read(at, found) == length && found.SequenceEqual(copy.Slice(offset, length));
    }

    private static bool SameIn(ISegmentView view, long offset, ReadOnlySpan<byte> expected, byte[] room) =>
        view.Read(offset, room.AsSpan(0, expected.Length)) == expected.Length && room.AsSpan(0, expected.Length).SequenceEqual(expected);

    private static bool SamePieces(ISegmentView view, Skim known, int step, byte[] room)
    {
        Span<long> offsets = stackalloc long[(known.Offsets.Length + step - 1) / step];
        for (int i = 0; i < offsets.Length; i++)
            offsets[i] = known.Offsets[i * step];
        var found = room.AsSpan(0, offsets.Length * PieceBytes);
        if (view.ReadMany(offsets, PieceBytes, found) != offsets.Length)
            return false;
        for (int i = 0; i < offsets.Length; i++)
        {
            if (!found.Slice(i * PieceBytes, PieceBytes).SequenceEqual(known.Pieces.AsSpan(i * step * PieceBytes, PieceBytes)))
                return false;
        }

        return true;
    }

    private bool SamePieces(ISegmentView view, ReadOnlySpan<byte> copy, int most)
    {
        int pages = copy.Length / PageBytes;
        int pieces = Math.Min(pages, most);
        int shift = (_turn++ * PieceBytes) % PageBytes;
        int count = 0;
        Span<long> offsets = stackalloc long[pieces];
        for (int i = 0; i < pieces; i++)
        {
            long offset = ((long)i * pages / pieces * PageBytes) + shift;
            if (offset + PieceBytes <= copy.Length)
                offsets[count++] = offset;
        }

        byte[] room = ArrayPool<byte>.Shared.Rent(count * PieceBytes);
        try
        {
            return SamePieces(view, copy, offsets[..count], room.AsSpan(0, count * PieceBytes));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    private static bool SamePieces(ISegmentView view, ReadOnlySpan<byte> copy, ReadOnlySpan<long> offsets, Span<byte> found)
    {
        if (view.ReadMany(offsets, PieceBytes, found) != offsets.Length)
            return false;
        for (int i = 0; i < offsets.Length; i++)
        {
            if (!found.Slice(i * PieceBytes, PieceBytes).SequenceEqual(copy.Slice((int)offsets[i], PieceBytes)))
                return false;
        }

        return true;
    }
}
