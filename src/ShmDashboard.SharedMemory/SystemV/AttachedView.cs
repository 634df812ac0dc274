using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.SystemV;

/// <summary>A System V segment attached for the moment.</summary>
internal sealed class AttachedView(SystemVAttachment attachment, bool holdsLock) : ISegmentView
{
    public bool HoldsLock => holdsLock;

    public long SizeBytes => attachment.SizeBytes;

    public int Read(long offset, Span<byte> destination) => attachment.Read(offset, destination);
}
