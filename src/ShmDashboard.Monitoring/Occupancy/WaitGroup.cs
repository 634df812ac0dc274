using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Monitoring.Occupancy;

/// <summary>A time in which the number of those who wait did not change.</summary>
internal record struct WaitGroup(
    DateTimeOffset FromUtc, DateTimeOffset ToUtc, int Count, ImmutableArray<ProcessRef> Named)
{
    public readonly bool HasRoom => Named.Length < Count;

    public readonly bool Names(int pid) => Named.Any(process => process.Pid == pid);
}
