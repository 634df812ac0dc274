using ShmDashboard.Monitoring.Occupancy;

namespace ShmDashboard.Tests.Monitoring.Occupancy;

public sealed class WaitLaneTests
{
    [Fact]
    public void Waits_OneWhoThenGetsTheLock_IsNamedFromItsBegin()
    {
        var snapshot = new LaneScript().Held(1, 2).Waiting(1).Held(1, 10).Waiting(0).Held(2, 3).Snapshot();

        var wait = Assert.Single(snapshot.Waits);
        Assert.Equal((2, 1), (wait.Waiter!.Value.Pid, wait.Count));
        Assert.Equal(TimeSpan.FromMilliseconds(50), wait.Duration);
    }

    [Fact]
    public void Waits_OneWhoGotTheLockAndGaveItBackUnseen_IsNamedToo()
    {
        var snapshot = new LaneScript().Held(1).Waiting(1).Held(1, 4).Waiting(0).Free(2).Snapshot();

        Assert.Equal(2, Assert.Single(snapshot.Waits).Waiter!.Value.Pid);
    }

    [Fact]
    public void Waits_TwoServedInOrder_EachHasItsOwnTime()
    {
        // p2 comes 10 ms before p3; p2 is served first, then p3.
        var snapshot = new LaneScript()
            .Held(1).Waiting(1).Held(1, 2).Waiting(2).Held(1, 2).Waiting(1).Held(2, 4).Waiting(0).Held(3).Snapshot();

        Assert.Equal(
            [(2, 20d), (3, 30d)],
            snapshot.Waits.OrderBy(wait => wait.Waiter!.Value.Pid)
                .Select(wait => (wait.Waiter!.Value.Pid, wait.Duration.TotalMilliseconds)));
    }

    [Fact]
    public void Waits_ServedWhileAnotherComes_SplitsTheQueue()
    {
        var snapshot = new LaneScript().Held(1).Waiting(1).Held(1, 2).Held(2, 2).Waiting(0).Held(3).Snapshot();

        Assert.Equal([2, 3], snapshot.Waits.Select(wait => wait.Waiter!.Value.Pid));
    }

    [Fact]
    public void Waits_StillWaiting_IsCountedUntilSomebodyNamesThem()
    {
        var script = new LaneScript().Held(1).Waiting(2).Held(1, 10);

        var wait = Assert.Single(script.Snapshot().Waits);

        Assert.Equal((null, 2), (wait.Waiter, wait.Count));
    }

    [Fact]
    public void Waits_LongAndScanned_AreNamed()
    {
        var script = new LaneScript().Held(1).Waiting(2).Scanned(4, 5).Held(1, 200);

        Assert.Equal([4, 5], script.Snapshot().Waits.Select(wait => wait.Waiter!.Value.Pid));
    }

    [Fact]
    public void Waits_JustBegun_DoNotTakeTheNamesOfAnOldScan()
    {
        var script = new LaneScript().Held(1).Waiting(1).Scanned(4).Held(1, 20);

        Assert.Null(Assert.Single(script.Snapshot().Waits).Waiter);
    }

    [Fact]
    public void Waits_OneGivesUp_LeavesTheOtherUnnamed()
    {
        var script = new LaneScript().Held(1).Waiting(2).Scanned(4, 5).Held(1, 200).Waiting(1).Held(1, 3);

        Assert.Equal([4, 5, (int?)null], script.Snapshot().Waits.Select(wait => wait.Waiter?.Pid));
    }

    [Fact]
    public void Waits_NobodyLookedForAWhile_EndAtTheLastLook()
    {
        var script = new LaneScript().Held(1).Waiting(1).Held(1, 3).Pause(TimeSpan.FromSeconds(1)).Held(1, 3);

        Assert.Equal(2, script.Snapshot().Waits.Length);
        Assert.All(script.Snapshot().Waits, wait => Assert.True(wait.Duration < TimeSpan.FromMilliseconds(100)));
    }

    [Fact]
    public void Waits_Window_ClipsThem()
    {
        var script = new LaneScript().Held(1).Waiting(1).Held(1, 100).Waiting(0).Held(2);

        var wait = Assert.Single(script.Snapshot(TimeSpan.FromMilliseconds(205)).Waits);

        Assert.Equal(TimeSpan.FromMilliseconds(200), wait.Duration);
    }
}
