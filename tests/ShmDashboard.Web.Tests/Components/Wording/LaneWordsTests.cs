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
}
