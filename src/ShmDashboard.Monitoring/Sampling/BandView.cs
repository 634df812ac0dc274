using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Sampling;

/// <summary>A segment whose first bytes were read already: they are not read again, so that all that is judged is one reading.</summary>
internal sealed class BandView(ISegmentView view, ReadOnlyMemory<byte> read) : ISegmentView
{
    public long SizeBytes => view.SizeBytes;

    public bool HoldsLock => view.HoldsLock;

    public int Read(long offset, Span<byte> destination)
    {
        if (offset < 0 || offset + destination.Length > read.Length)
            return view.Read(offset, destination);
        read.Span.Slice((int)offset, destination.Length).CopyTo(destination);
        return destination.Length;
    }
}
