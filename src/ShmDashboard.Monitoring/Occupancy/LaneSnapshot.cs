using System.Collections.Immutable;

namespace ShmDashboard.Monitoring.Occupancy;

/// <summary>A window of a lock's time line. Immutable.</summary>
public sealed record LaneSnapshot
{
    /// <summary>At most so many intervals, waits and frames each: the newest.</summary>
    public const int MaxIntervals = 2000;

    /// <summary>Begin of the window.</summary>
    public required DateTimeOffset FromUtc { get; init; }

    /// <summary>End of the window: when it was asked for.</summary>
    public required DateTimeOffset ToUtc { get; init; }

    /// <summary>Time between two looks. Anything shorter is seen by chance only.</summary>
    public required TimeSpan SamplingInterval { get; init; }

    /// <summary>From old to new, without gaps between the first and the last; unknown where nobody looked.</summary>
    public ImmutableArray<LaneInterval> Intervals { get; init; } = [];

    /// <summary>Who was blocked, by begin.</summary>
    public ImmutableArray<WaitInterval> Waits { get; init; } = [];

    /// <summary>When new contents were seen, from old to new.</summary>
    public ImmutableArray<FrameMark> Frames { get; init; } = [];

    /// <summary>
    /// Something older within the window is not in it: the lock changed hands too often to keep or to hand out all of it.
    /// </summary>
    public bool Truncated { get; init; }

    /// <summary>The window in numbers, over all that is kept, handed out or not.</summary>
    public HoldStatistics Statistics { get; init; } = HoldStatistics.None;

    /// <summary>Whether missed holds leave a trace: with System V they do, with POSIX semaphores not.</summary>
    public bool KernelTellsMissedHolds { get; init; }

    /// <summary>Share of one core that looking at all watched locks costs, measured; 0 to 1.</summary>
    public double SamplerCpuShare { get; init; }
}
