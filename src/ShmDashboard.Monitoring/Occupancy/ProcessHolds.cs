using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Monitoring.Occupancy;

/// <summary>How one process held a lock over a window.</summary>
/// <param name="Holder">Who; null when the kernel does not keep it (POSIX).</param>
/// <param name="Holds">How many of its holds were seen, of whatever part lies in the window.</param>
/// <param name="Median">
/// Half of those were longer that were seen to end; null when none was. True to two sampling intervals.
/// </param>
/// <param name="Longest">The longest, one that goes on included with what it has lasted so far. True to two sampling intervals.</param>
/// <param name="Total">All together.</param>
public readonly record struct ProcessHolds(
    ProcessRef? Holder, int Holds, TimeSpan? Median, TimeSpan Longest, TimeSpan Total);
