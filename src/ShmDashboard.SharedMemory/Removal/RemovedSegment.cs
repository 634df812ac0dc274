using System.Collections.Immutable;

namespace ShmDashboard.SharedMemory.Removal;

/// <summary>What went along with a System V segment. Immutable.</summary>
/// <param name="Files">Its key file and that of its lock, as far as there were any of its own.</param>
/// <param name="SemaphoreSetId">Its lock; null when it had none, or the kernel kept it.</param>
public sealed record RemovedSegment(ImmutableArray<string> Files, int? SemaphoreSetId);
