using ShmDashboard.Monitoring.Occupancy;

namespace ShmDashboard.Tests.Monitoring.Occupancy;

public sealed class HoldStatisticsTests
{
    [Fact]
    public void Statistics_WriterAndReader_AreToldApart()
    {
        var script = new LaneScript();
        foreach (int length in (int[])[2, 4, 10])
            script.Free(1, 3).Held(1, length).Free(1, 3).Held(2, 5);

        var statistics = script.Snapshot().Statistics;

        Assert.Equal(6, statistics.Holds);
        Assert.Equal(49, statistics.Samples);
        Assert.Equal(TimeSpan.FromMilliseconds(245), statistics.Observed);
        Assert.Equal(6 / 0.245, statistics.HoldsPerSecond, 6);
        Assert.Equal(31 / 49.0, statistics.HeldShare, 6);
        Assert.Equal(
            [(1, 3, 20d, 50d, 80d), (2, 3, 25d, 25d, 75d)],
            statistics.ByHolder.Select(process => (process.Holder!.Value.Pid, process.Holds, process.Median!.Value.TotalMilliseconds,
                process.Longest.TotalMilliseconds, process.Total.TotalMilliseconds)));
        Assert.Equal(49, statistics.Samples);
    }

    [Fact]
    public void Statistics_EvenNumberOfHolds_TakesTheMeanOfTheMiddleTwo()
    {
        var statistics = new LaneScript().Free(1).Held(1, 2).Free(1).Held(1, 6).Free(1).Snapshot().Statistics;

        Assert.Equal(20, Assert.Single(statistics.ByHolder).Median!.Value.TotalMilliseconds);
    }

    [Fact]
    public void Statistics_HeldWhenTheWindowBegan_WasNotTakenInIt()
    {
        var statistics = new LaneScript().Held(1, 100).Free(1, 10).Held(1, 10).Snapshot(TimeSpan.FromMilliseconds(200)).Statistics;

        Assert.Equal(1, statistics.Holds);
        Assert.Equal(2, Assert.Single(statistics.ByHolder).Holds);
    }

    [Fact]
    public void Statistics_HoldThatGoesOn_HasNoUsualLengthYet()
    {
        var once = Assert.Single(new LaneScript().Free(1).Held(1, 500).Snapshot().Statistics.ByHolder);
        var again = Assert.Single(new LaneScript().Free(1).Held(1, 4).Free(1).Held(1, 500).Snapshot().Statistics.ByHolder);

        Assert.Equal((1, null, 2500d), (once.Holds, once.Median, once.Longest.TotalMilliseconds));
        Assert.Equal((2, 20d, 2500d), (again.Holds, again.Median!.Value.TotalMilliseconds, again.Longest.TotalMilliseconds));
    }

    [Fact]
    public void Statistics_HoldThatGoesOnOverAGap_IsOne()
    {
        var statistics = new LaneScript().Free(1).Held(2, 4).Pause(TimeSpan.FromSeconds(1)).Held(2, 4).Free(2).Snapshot().Statistics;

        Assert.Equal(1, statistics.Holds);
        var holder = Assert.Single(statistics.ByHolder);
        Assert.Equal((1, 40d), (holder.Holds, holder.Total.TotalMilliseconds));
    }

    [Theory]
    [InlineData(3, false)] // another process has it
    [InlineData(2, true)] // the kernel tells of an operation
    public void Statistics_TakenWhileNobodyLooked_IsAnother(int next, bool operated)
    {
        var script = new LaneScript().Free(1, 200).Held(2, 4).Pause(TimeSpan.FromSeconds(1));
        if (operated)
            script.Operated();

        Assert.Equal(2, script.Held(next, 4).Free(next).Snapshot().Statistics.Holds);
    }

    [Fact]
    public void Statistics_Waits_AddUpByProcessAndTogether()
    {
        var statistics = new LaneScript()
            .Held(1).Waiting(1).Held(1, 4).Waiting(0).Held(2).Waiting(1).Held(2, 10).Waiting(0).Held(1)
            .Waiting(3).Held(1, 2).Snapshot().Statistics;

        Assert.Equal(
            [(1, 1, 50d), (2, 1, 20d), (null, 1, 15d)],
            statistics.ByWaiter.Select(process => (process.Waiter?.Pid, process.Waits, process.Total.TotalMilliseconds)));
        Assert.Equal(85, statistics.Waited.TotalMilliseconds);
    }

    [Fact]
    public void Statistics_NobodyLooked_HasNoRates()
    {
        var statistics = new LaneScript().NotPermitted(10).Snapshot().Statistics;

        Assert.Equal((0, 0d, 0d, TimeSpan.Zero), (statistics.Holds, statistics.HoldsPerSecond, statistics.HeldShare, statistics.Observed));
    }
}
