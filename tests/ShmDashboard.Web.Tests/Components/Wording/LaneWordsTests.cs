using ShmDashboard.Monitoring.Occupancy;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Components.Wording;

public sealed class LaneWordsTests : ComponentTest
{
    // Seen, missed at the least, whether the kernel tells of missed ones; over ten seconds.
    [Theory]
    [InlineData(0, 100, true, "≥ 10.0 /s")]
    [InlineData(5, 15, true, "≥ 2.0 /s")]
    [InlineData(5, 0, true, "0.50 /s")]
    [InlineData(0, 0, true, "0.00 /s")]
    [InlineData(0, 0, false, "none seen")]
    [InlineData(5, 0, false, "0.50 /s")]
    public void Holds_OfAWindow_SaysNoMoreThanIsKnown(int seen, int missed, bool tells, string expected)
    {
        var lane = new LaneSnapshot
        {
            FromUtc = Rows.Noon.AddSeconds(-10),
            ToUtc = Rows.Noon,
            SamplingInterval = TimeSpan.FromMilliseconds(5),
            KernelTellsMissedHolds = tells,
            Statistics = new HoldStatistics { Observed = TimeSpan.FromSeconds(10), Samples = 2000, Holds = seen, HoldsPerSecond = seen / 10.0, HiddenHoldsAtLeast = missed },
        };

        Assert.Equal(expected, LaneWords.Holds(lane, Text));
    }

    [Theory]
    [InlineData(true, 0, false, "The kernel tells of none that was missed.")]
    [InlineData(true, 1, false, "The kernel tells of at least 1 that was missed.")]
    [InlineData(true, 1234, true, "The kernel tells of at least 1,234 that were missed. Before 12:01:00 UTC there was more than is kept.")]
    [InlineData(false, 0, false, "Missed holds leave no trace in this kind of lock.")]
    public void BasisAndInvisible_SayWhatTheLineRestsOn(bool told, int missed, bool truncated, string invisible)
    {
        var lane = new LaneSnapshot
        {
            FromUtc = Rows.Noon,
            ToUtc = Rows.Noon.AddMinutes(5),
            SamplingInterval = TimeSpan.FromMilliseconds(5),
            Intervals = [new(LaneState.Free, null, Rows.Noon.AddMinutes(1), Rows.Noon.AddMinutes(5), 9)],
            KernelTellsMissedHolds = told,
            Truncated = truncated,
            Statistics = new() { Samples = 48_000, Observed = TimeSpan.FromMinutes(4), HiddenHoldsAtLeast = missed },
        };

        Assert.Equal("48,000 looks over 240.0 s, one every 5 ms", LaneWords.Basis(lane, Text));
        Assert.Equal("A hold shorter than 5 ms is seen only by chance. " + invisible, LaneWords.Invisible(lane, Text));
    }
}
