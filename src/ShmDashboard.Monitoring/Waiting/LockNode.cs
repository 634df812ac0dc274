using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Waiting;

/// <summary>The lock of one segment in a <see cref="WaitGraph"/>. Immutable.</summary>
/// <param name="Segment">Whose lock it is.</param>
/// <param name="Name">As shown: the Qt key, or the segment's name.</param>
/// <param name="SemaphoreId">The semaphore set's number; null for a POSIX semaphore.</param>
public sealed record LockNode(SegmentId Segment, string Name, int? SemaphoreId);
