using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Monitoring.Health;

/// <summary>A POSIX semaphore whose value is 0.</summary>
/// <param name="Name">Its name without <c>sem.</c>: <c>qipc_systemsem_share…</c>, or that of the segment it stands beside.</param>
/// <param name="IsQtLegacy">Whether the name is that of a Qt lock; otherwise it may be a signal, which is 0 at rest.</param>
/// <param name="WaiterCount">How many are blocked on it.</param>
/// <param name="Users">Who has it mapped, as far as we may see.</param>
/// <param name="AllUsersSeen">Whether every process could be looked into.</param>
/// <param name="AllWaitSinceUtc">
/// Since when every process that has it mapped was seen blocked on it: then none of them is about to release it. Null when
/// one is not blocked, or nobody has it mapped.
/// </param>
public sealed record HeldSemaphore(
    string Name, bool IsQtLegacy, int WaiterCount, ImmutableArray<ProcessRef> Users, bool AllUsersSeen,
    DateTimeOffset? AllWaitSinceUtc = null);
