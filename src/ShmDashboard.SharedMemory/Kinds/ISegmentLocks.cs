using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.Kinds;

/// <summary>The lock that segments of a kind have by their names, looked at without touching it. Thread-safe.</summary>
internal interface ISegmentLocks
{
    /// <summary>The lock now; <see cref="LockState.None"/> when the segment has none.</summary>
    /// <param name="segment">Which, of this kind.</param>
    /// <param name="listed">The POSIX semaphores there are, where they were just listed; else the name is tried.</param>
    LockReading Read(SegmentFacts segment, SemaphoreNames? listed);
}
