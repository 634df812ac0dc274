using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.Monitoring.Sampling;

/// <summary>A segment that is an array; it may change itself with every read.</summary>
internal sealed class ArrayView(byte[] bytes) : ISegmentView
{
    public long SizeBytes => bytes.Length;

    public int BytesRead { get; private set; }

    public Action<byte[]>? BeforeRead { get; init; }

    public int Read(long offset, Span<byte> destination)
    {
        BeforeRead?.Invoke(bytes);
        int count = (int)Math.Clamp(bytes.Length - offset, 0, destination.Length);
        bytes.AsSpan((int)Math.Min(offset, bytes.Length), count).CopyTo(destination);
        BytesRead += count;
        return count;
    }
}
