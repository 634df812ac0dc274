using System.Collections.Immutable;

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

        var holds = intervals.Where(interval => interval.State == LaneState.Held).ToList();
        // A hold that was there when the window began was not taken in it.
        int taken = holds.Count - (intervals is [{ State: LaneState.Held }, ..] ? 1 : 0);
        return new HoldStatistics
        {
            Observed = observed,
            Samples = samples,
            Holds = taken,
            HoldsPerSecond = observed > TimeSpan.Zero ? taken / observed.TotalSeconds : 0,
            HeldShare = observed > TimeSpan.Zero ? held / observed : 0,
            HiddenHoldsAtLeast = hiddenHolds,
            ByHolder = ByHolder(holds),
            ByWaiter = ByWaiter(waits),
            Waited = waits.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait.Duration * wait.Count),
        };
    }

    private static ImmutableArray<ProcessHolds> ByHolder(List<LaneInterval> holds) =>
        [.. holds.GroupBy(hold => hold.Holder?.Pid).Select(group =>
        {
            var lengths = group.Select(hold => hold.Duration).Order().ToArray();
            return new ProcessHolds(
                group.Last().Holder, lengths.Length, Median(lengths), lengths[^1],
                lengths.Aggregate(TimeSpan.Zero, (sum, length) => sum + length));
        }).OrderByDescending(process => process.Total).ThenBy(process => process.Holder?.Pid)];

    private static ImmutableArray<ProcessWaits> ByWaiter(List<WaitInterval> waits) =>
        [.. waits.GroupBy(wait => wait.Waiter?.Pid).Select(group => new ProcessWaits(
            group.Last().Waiter,
            group.Count(),
            group.Max(wait => wait.Duration),
            group.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait.Duration * wait.Count)))
            .OrderBy(process => process.Waiter is null).ThenByDescending(process => process.Total)
            .ThenBy(process => process.Waiter?.Pid)];

    private static TimeSpan Median(TimeSpan[] ordered)
    {
        int middle = ordered.Length / 2;
        return ordered.Length % 2 == 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
    }
}
