using ShmDashboard.SharedMemory.Reading;

namespace ShmDashboard.SharedMemory.Segments;

/// <summary>
/// A live segment during one read. Its bytes may change between two calls. Valid only inside the copier it is given to;
/// not thread-safe.
/// </summary>
public interface ISegmentView
{
    /// <summary>The segment's size in bytes when the read began.</summary>
    long SizeBytes { get; }

    /// <summary>Whether Qt's lock is held for as long as the copier runs: its peers wait, so it should be brief.</summary>
    bool HoldsLock => false;

    /// <summary>
    /// Copies from the segment; returns the number of bytes copied, less than asked only at the end of the segment (or
    /// when its owner truncated it meanwhile), 0 beyond it. Never faults.
    /// </summary>
    /// <exception cref="SegmentGoneException">The segment or the process read from went away.</exception>
    int Read(long offset, Span<byte> destination);

    /// <summary>
    /// Copies many pieces of one length, for hints whether something changed: far cheaper than one
    /// <see cref="Read"/> for each when the bytes come from another process (1,024 pieces per kernel call).
    /// </summary>
    /// <param name="offsets">Where each piece begins.</param>
    /// <param name="pieceLength">Bytes of each piece, at least 1.</param>
    /// <param name="destination">
    /// The pieces one after the other, <c>offsets.Length * pieceLength</c> bytes. What lies beyond the segment's end is zero.
    /// </param>
    /// <returns>How many pieces were copied whole.</returns>
    /// <exception cref="ArgumentException">The destination is too small.</exception>
    /// <exception cref="SegmentGoneException">The segment or the process read from went away.</exception>
    int ReadMany(ReadOnlySpan<long> offsets, int pieceLength, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pieceLength);
        ArgumentOutOfRangeException.ThrowIfLessThan((long)destination.Length, (long)offsets.Length * pieceLength);
        int whole = 0;
        for (int i = 0; i < offsets.Length; i++)
        {
            var piece = destination.Slice(i * pieceLength, pieceLength);
            int got = Read(offsets[i], piece);
            piece[got..].Clear();
            whole += got == pieceLength ? 1 : 0;
        }

        return whole;
    }
}
