using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Monitoring.Waiting;

/// <summary>A lock and the process that has it.</summary>
/// <param name="Lock">What is held.</param>
/// <param name="Holder">By whom.</param>
/// <param name="Inferred">The holder is a guess, as <see cref="SharedMemory.Locks.LockStatus.HolderIsInferred"/> says.</param>
/// <param name="SinceUtc">Since when, as far as seen.</param>
/// <param name="AtLeast">It was held already then.</param>
public sealed record HoldEdge(LockNode Lock, ProcessRef Holder, bool Inferred, DateTimeOffset? SinceUtc, bool AtLeast = false);
