using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Health;

/// <summary>A lock's file led to one semaphore set, and now leads to another while the first still exists.</summary>
/// <param name="Segment">Whose lock.</param>
/// <param name="Name">The segment as shown.</param>
/// <param name="Path">The lock's file.</param>
/// <param name="Old">The set it led to.</param>
/// <param name="New">The set it leads to now.</param>
public sealed record LockSuccession(SegmentId Segment, string Name, string Path, SemaphoreSetRow Old, SemaphoreSetRow New);
