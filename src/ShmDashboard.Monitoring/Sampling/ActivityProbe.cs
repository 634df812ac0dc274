using System.Runtime.InteropServices;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Sampling;

/// <summary>
/// A fingerprint of samples: 64 bytes at each of 64 places spread over a segment, the ends among them. Raw pictures that move
/// change some of them with every frame; a change beside all of them is missed. Microseconds, and nothing is kept but the
/// fingerprint. Not thread-safe.
/// </summary>
internal sealed class ActivityProbe
{
    private const int PieceBytes = 64;
    private const int Pieces = 64;

    /// <summary>The fingerprint of a segment as it is now.</summary>
    /// <param name="view">The segment.</param>
    /// <param name="endBytes">Samples lie before this: reading untouched System V memory would allocate it.</param>
    public ulong Take(ISegmentView view, long endBytes)
    {
        long end = Math.Min(view.SizeBytes, endBytes);
        int pieces = (int)Math.Clamp(end / PieceBytes, 1, Pieces);
        long last = Math.Max(0, end - PieceBytes);
        Span<long> offsets = stackalloc long[pieces];
        Span<byte> found = stackalloc byte[pieces * PieceBytes];
        for (int i = 0; i < pieces; i++)
            offsets[i] = pieces == 1 ? 0 : last * i / (pieces - 1);
        view.ReadMany(offsets, PieceBytes, found);
        return Mix(found, (ulong)end);
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
