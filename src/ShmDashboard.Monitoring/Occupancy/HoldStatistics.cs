using System.Collections.Immutable;

namespace ShmDashboard.Monitoring.Occupancy;

/// <summary>
/// How a lock was used over a window, by what was seen of it. A hold's length is counted in looks, which is right on the
/// average; holds shorter than the sampling interval are missed more often than not. Immutable.
/// </summary>
public sealed record HoldStatistics
{
    /// <summary>Nothing was seen.</summary>
    public static HoldStatistics None { get; } = new();

    /// <summary>How much of the window was looked at.</summary>
    public TimeSpan Observed { get; init; }

    /// <summary>How often it was looked at.</summary>
    public long Samples { get; init; }

    /// <summary>How often the lock was seen taken within the window.</summary>
    public int Holds { get; init; }

    /// <summary>The same, a second of the time looked at.</summary>
    public double HoldsPerSecond { get; init; }

    /// <summary>Share of the time looked at in which somebody had it, 0 to 1.</summary>
    public double HeldShare { get; init; }

    /// <summary>
    /// Holds that nobody saw and the kernel tells of: between two looks at a free lock its last operator or the second of
    /// its last operation had changed. There may have been more.
    /// </summary>
    public int HiddenHoldsAtLeast { get; init; }

    /// <summary>Who held it, the longest in total first.</summary>
    public ImmutableArray<ProcessHolds> ByHolder { get; init; } = [];

    /// <summary>Who waited for it, the longest in total first; those who were only counted last.</summary>
    public ImmutableArray<ProcessWaits> ByWaiter { get; init; } = [];

    /// <summary>Time waited by all together: two that wait a second make two seconds.</summary>
    public TimeSpan Waited { get; init; }
}
