using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Monitoring.Occupancy;

/// <summary>How one process waited for a lock over a window.</summary>
/// <param name="Waiter">Who; null for those who were only counted.</param>
/// <param name="Waits">How many times.</param>
/// <param name="Longest">The longest.</param>
/// <param name="Total">All together.</param>
public readonly record struct ProcessWaits(ProcessRef? Waiter, int Waits, TimeSpan Longest, TimeSpan Total);
