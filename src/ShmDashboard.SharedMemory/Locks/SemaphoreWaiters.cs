using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>Who waits for a POSIX semaphore, and who is left to hold it. Immutable.</summary>
/// <param name="Processes">Those with a thread that waits, in order of pid.</param>
/// <param name="Threads">How many threads were found waiting; fewer than the semaphore counts when some may not be seen.</param>
/// <param name="PossibleHolders">The mappings of all others: whoever waits with its only thread does not hold it.</param>
public readonly record struct SemaphoreWaiters(
    ImmutableArray<ProcessRef> Processes, int Threads, ImmutableArray<Attachment> PossibleHolders);
