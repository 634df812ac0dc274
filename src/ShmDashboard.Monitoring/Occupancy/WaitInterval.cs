using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Monitoring.Occupancy;

/// <summary>A time in which a process, or some that could not be named, were blocked on the lock.</summary>
/// <param name="Waiter">
/// Who: it was found in its system call, or it was the one that got the lock next. Null: only counted.
/// </param>
/// <param name="Count">How many; 1 when named.</param>
/// <param name="FromUtc">Its begin, or the begin of the window.</param>
/// <param name="ToUtc">Its end, or the end of the window.</param>
public readonly record struct WaitInterval(ProcessRef? Waiter, int Count, DateTimeOffset FromUtc, DateTimeOffset ToUtc)
{
    /// <summary>How long, true to two sampling intervals.</summary>
    public TimeSpan Duration => ToUtc - FromUtc;
}
