using System.Globalization;
using Microsoft.Extensions.Localization;
using ShmDashboard.Monitoring.Occupancy;

namespace ShmDashboard.Web.Components.Wording;

/// <summary>What a lock's time line rests on, and what cannot be seen in it.</summary>
internal static class LaneWords
{
    /// <summary>"48,000 looks over 240.0 s, one every 5 ms".</summary>
    public static string Basis(LaneSnapshot lane, IStringLocalizer text) => text["Lane.Basis",
        lane.Statistics.Samples.ToString("N0", CultureInfo.InvariantCulture),
        lane.Statistics.Observed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture), Interval(lane)];

    /// <summary>What cannot be seen in it.</summary>
    public static string Invisible(LaneSnapshot lane, IStringLocalizer text)
    {
        string[] sentences =
        [
            text["Lane.Chance", Interval(lane)],
            (lane.KernelTellsMissedHolds, lane.Statistics.HiddenHoldsAtLeast) switch
            {
                (false, _) => text["Lane.MissedUnknown"],
                (_, 0) => text["Lane.MissedNone"],
                (_, 1) => text["Lane.MissedOne"],
                (_, var many) => text["Lane.MissedMany", many.ToString("N0", CultureInfo.InvariantCulture)],
            },
            .. lane is { Truncated: true, Intervals: [{ } first, ..] }
                ? [text["Lane.Truncated", first.FromUtc.ToString("HH:mm:ss", CultureInfo.InvariantCulture)]]
                : Array.Empty<string>(),
        ];
        return string.Join(text["Plan.Between"], sentences);
    }

    private static string Interval(LaneSnapshot lane) =>
        lane.SamplingInterval.TotalMilliseconds.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>How often it was taken, a second: what was missed counts as far as the kernel tells of it, and 0 is only said of a lock that was.</summary>
    public static string Holds(LaneSnapshot lane, IStringLocalizer text)
    {
        var use = lane.Statistics;
        double seconds = use.Observed.TotalSeconds;
        return use.HiddenHoldsAtLeast > 0 && seconds > 0 ? "≥ " + RateWords.Of(use.HoldsPerSecond + use.HiddenHoldsAtLeast / seconds)
            : use.Holds == 0 && !lane.KernelTellsMissedHolds ? text["Use.NoneSeen"]
            : RateWords.Of(use.HoldsPerSecond);
    }
}
