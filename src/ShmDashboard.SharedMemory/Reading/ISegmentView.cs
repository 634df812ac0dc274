namespace ShmDashboard.SharedMemory.Reading;

/// <summary>
/// A live segment during one read. Its bytes may change between two calls. Valid only inside the copier it is given to;
/// not thread-safe.
/// </summary>
public interface ISegmentView
{
    /// <summary>The segment's size in bytes when the read began.</summary>
    long SizeBytes { get; }

    /// <summary>
    /// Copies from the segment; returns the number of bytes copied, less than asked only at the end of the segment (or
    /// when its owner truncated it meanwhile), 0 beyond it. Never faults.
    /// </summary>
    /// <exception cref="SegmentGoneException">The segment or the process read from went away.</exception>
    int Read(long offset, Span<byte> destination);
}
