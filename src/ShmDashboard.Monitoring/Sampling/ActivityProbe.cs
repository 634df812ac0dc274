using System.Buffers;
using System.Runtime.InteropServices;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Sampling;

/// <summary>
/// A fingerprint: of all of a small segment, in which counters and flags move and little else; of a larger one 64 bytes at each of
/// 64 places spread over it, the ends among them. Raw pictures that move change some of them with every frame; a change beside all
/// of them is missed. Microseconds, and nothing is kept but the fingerprint. Not thread-safe.
/// </summary>
internal sealed class ActivityProbe
{
    private const int PieceBytes = 64;
    private const int Pieces = 64;

    // Some 20 µs.
    private const int WholeBytes = 64 << 10;

    /// <summary>The fingerprint of a segment as it is now.</summary>
    /// <param name="view">The segment.</param>
    /// <param name="endBytes">Samples lie before this: reading untouched System V memory would allocate it.</param>
    public ulong Take(ISegmentView view, long endBytes)
    {
        long end = Math.Min(view.SizeBytes, endBytes);
        if (end <= WholeBytes)
            return TakeAll(view, (int)Math.Max(0, end));
        long last = end - PieceBytes;
        Span<long> offsets = stackalloc long[Pieces];
        Span<byte> found = stackalloc byte[Pieces * PieceBytes];
        for (int i = 0; i < Pieces; i++)
            offsets[i] = last * i / (Pieces - 1);
        view.ReadMany(offsets, PieceBytes, found);
        return Mix(found, (ulong)end);
    }

    private static ulong TakeAll(ISegmentView view, int length)
    {
        byte[] room = ArrayPool<byte>.Shared.Rent(length + sizeof(ulong));
        try
        {
            var found = room.AsSpan(0, (length + sizeof(ulong) - 1) / sizeof(ulong) * sizeof(ulong));
            int read = view.Read(0, found[..length]);
            found[read..].Clear();
            return Mix(found, (ulong)length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    // FNV-1a over words: to notice a difference, not to withstand anybody.
    private static ulong Mix(ReadOnlySpan<byte> bytes, ulong seed)
    {
        ulong hash = 14695981039346656037UL ^ seed;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes))
            hash = (hash ^ word) * 1099511628211UL;
        return hash;
    }
}
