using System.Collections.Immutable;
using System.Globalization;

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

    /// <summary>What every number here rests on: "60,000 looks over 300.0 s, one every 5 ms".</summary>
    public string Basis => string.Create(CultureInfo.InvariantCulture,
        $"{Statistics.Samples:N0} looks over {Statistics.Observed.TotalSeconds:0.0} s, one every {SamplingInterval.TotalMilliseconds:0.##} ms");

    /// <summary>What cannot be seen here, as a sentence.</summary>
    public string Invisible
    {
        get
        {
            string chance = string.Create(CultureInfo.InvariantCulture,
                $"A hold shorter than {SamplingInterval.TotalMilliseconds:0.##} ms is seen only by chance.");
            string missed = !KernelTellsMissedHolds
                ? "Missed holds leave no trace in this kind of lock."
                : Statistics.HiddenHoldsAtLeast switch
                {
                    0 => "The kernel tells of none that was missed.",
                    1 => "The kernel tells of at least 1 that was missed.",
                    var n => string.Create(CultureInfo.InvariantCulture, $"The kernel tells of at least {n:N0} that were missed."),
                };
            string truncated = Truncated && Intervals is [{ } first, ..]
                ? string.Create(CultureInfo.InvariantCulture, $" Before {first.FromUtc:HH:mm:ss} UTC there was more than is kept.")
                : "";
            return $"{chance} {missed}{truncated}";
        }
    }
}
