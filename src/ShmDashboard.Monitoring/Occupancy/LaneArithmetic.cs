using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Monitoring.Occupancy;

/// <summary>Turns a window's intervals into numbers. Pure.</summary>
internal static class LaneArithmetic
{
    public static HoldStatistics Sum(List<LaneInterval> intervals, List<WaitInterval> waits, int hiddenHolds)
    {
        var observed = TimeSpan.Zero;
        var held = TimeSpan.Zero;
        long samples = 0;
        foreach (var interval in intervals)
        {
            samples += interval.Samples;
            observed += interval.State == LaneState.Unknown ? TimeSpan.Zero : interval.Duration;
            held += interval.State == LaneState.Held ? interval.Duration : TimeSpan.Zero;
        }

        // A hold that was there when the window began was not taken in it, nor was one a second time that went on while nobody looked.
        int taken = intervals.Skip(1).Count(interval => interval is { State: LaneState.Held, Continues: false });
        return new HoldStatistics
        {
            Observed = observed,
            Samples = samples,
            Holds = taken,
            HoldsPerSecond = observed > TimeSpan.Zero ? taken / observed.TotalSeconds : 0,
            HeldShare = observed > TimeSpan.Zero ? held / observed : 0,
            HiddenHoldsAtLeast = hiddenHolds,
            ByHolder = ByHolder(HoldsIn(intervals)),
            ByWaiter = ByWaiter(waits),
            Waited = waits.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait.Duration * wait.Count),
        };
    }

    private static List<Hold> HoldsIn(List<LaneInterval> intervals)
    {
        var holds = new List<Hold>();
        for (int i = 0; i < intervals.Count; i++)
        {
            if (intervals[i] is not { State: LaneState.Held } interval)
                continue;
            bool ended = i + 1 < intervals.Count && intervals[i + 1].State != LaneState.Unknown;
            if (interval.Continues && holds is [.., var before])
                holds[^1] = new Hold(interval.Holder, before.Seen + interval.Duration, ended);
            else
                holds.Add(new Hold(interval.Holder, interval.Duration, ended));
        }

        return holds;
    }

    private static ImmutableArray<ProcessHolds> ByHolder(List<Hold> holds) =>
        [.. holds.GroupBy(hold => hold.Holder?.Pid).Select(group => new ProcessHolds(
            group.Last().Holder, group.Count(),
            // How long one lasts that goes on is not known yet.
            Median([.. group.Where(hold => hold.Ended).Select(hold => hold.Seen).Order()]),
            group.Max(hold => hold.Seen),
            group.Aggregate(TimeSpan.Zero, (sum, hold) => sum + hold.Seen)))
        .OrderByDescending(process => process.Total).ThenBy(process => process.Holder?.Pid)];

    private static ImmutableArray<ProcessWaits> ByWaiter(List<WaitInterval> waits) =>
        [.. waits.GroupBy(wait => wait.Waiter?.Pid).Select(group => new ProcessWaits(
            group.Last().Waiter,
            group.Count(),
            group.Max(wait => wait.Duration),
            group.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait.Duration * wait.Count)))
            .OrderBy(process => process.Waiter is null).ThenByDescending(process => process.Total)
            .ThenBy(process => process.Waiter?.Pid)];

    private static TimeSpan? Median(TimeSpan[] ordered)
    {
        if (ordered.Length == 0)
            return null;
        int middle = ordered.Length / 2;
        return ordered.Length % 2 == 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
    }

    private readonly record struct Hold(ProcessRef? Holder, TimeSpan Seen, bool Ended);
}
