using ShmDashboard.SharedMemory.Locks;

namespace ShmDashboard.Monitoring.Sampling;

/// <summary>What the kernel tells of locks of all segments at once, read once for all of them.</summary>
/// <param name="Files">Locks on files.</param>
/// <param name="Sets">Semaphore sets.</param>
/// <param name="Waits">Who waits where in memory; null when that was not looked at now.</param>
/// <param name="Semaphores">The named POSIX semaphores there are; null when they may not be listed.</param>
/// <param name="IsSegmentKey">Whether a System V key is that of a segment.</param>
internal sealed record LockSources(FileLockTable Files, SemaphoreSetTable Sets, FutexTable? Waits, SemaphoreNames? Semaphores, Func<int, bool> IsSegmentKey);
