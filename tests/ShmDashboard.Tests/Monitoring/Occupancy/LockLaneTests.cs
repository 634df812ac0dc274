using ShmDashboard.Monitoring.Occupancy;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Tests.Monitoring.Occupancy;

public sealed class LockLaneTests
{
    private static readonly TimeSpan s_look = LaneScript.Interval;

    [Fact]
    public void Snapshot_NothingSeen_IsEmptyAndRestsOnNothing()
    {
        var snapshot = new LaneScript().Snapshot();

        Assert.Empty(snapshot.Intervals);
        Assert.Equal((0, TimeSpan.Zero), (snapshot.Statistics.Samples, snapshot.Statistics.Observed));
    }

    [Fact]
    public void Snapshot_FreeHeldFree_HasThreeIntervalsWithoutGaps()
    {
        var snapshot = new LaneScript().Free(1, 4).Held(2, 6).Free(2, 3).Snapshot();

        Assert.Equal(
            [(LaneState.Free, null, 4), (LaneState.Held, 2, 6), (LaneState.Free, (int?)null, 3)],
            snapshot.Intervals.Select(interval => (interval.State, interval.Holder?.Pid, interval.Samples)));
        Assert.Equal([20d, 30, 15], snapshot.Intervals.Select(interval => interval.Duration.TotalMilliseconds));
        Assert.Equal(snapshot.Intervals[0].ToUtc, snapshot.Intervals[1].FromUtc);
        Assert.Equal(snapshot.Intervals[1].ToUtc, snapshot.Intervals[2].FromUtc);
        Assert.Equal(snapshot.ToUtc, snapshot.Intervals[2].ToUtc);
        Assert.Equal("p2", snapshot.Intervals[1].Holder!.Value.Name);
    }

    [Fact]
    public void Snapshot_HandedFromOneToTheNext_SplitsTheHolds()
    {
        var snapshot = new LaneScript().Held(2, 2).Held(3, 2).Snapshot();

        Assert.Equal([2, 3], snapshot.Intervals.Select(interval => interval.Holder!.Value.Pid));
    }

    [Fact]
    public void Snapshot_TakenAgainByTheSameWithinALook_IsTwoHolds()
    {
        var snapshot = new LaneScript().Held(2, 200).Operated().Held(2, 200).Snapshot();

        Assert.Equal(2, snapshot.Intervals.Length);
        Assert.All(snapshot.Intervals, interval => Assert.Equal(2, interval.Holder!.Value.Pid));
    }

    [Fact]
    public void Snapshot_EveryState_IsTold()
    {
        var snapshot = new LaneScript().NoLock().Free(1).Damaged().NotPermitted().Held(1).Snapshot();

        Assert.Equal(
            [LaneState.NoLock, LaneState.Free, LaneState.Damaged, LaneState.Unknown, LaneState.Held],
            snapshot.Intervals.Select(interval => interval.State));
    }

    [Fact]
    public void Snapshot_Window_ClipsAndLeavesOutWhatIsOlder()
    {
        var snapshot = new LaneScript().Held(2, 100).Free(2, 100).Snapshot(TimeSpan.FromMilliseconds(600));

        Assert.Equal([100d, 500], snapshot.Intervals.Select(interval => interval.Duration.TotalMilliseconds));
        Assert.Equal([20, 100], snapshot.Intervals.Select(interval => interval.Samples));
        Assert.Equal(120, snapshot.Statistics.Samples);
        Assert.Equal(snapshot.FromUtc, snapshot.Intervals[0].FromUtc);
        Assert.False(snapshot.Truncated);
    }

    [Fact]
    public void Snapshot_MoreThanWanted_GivesTheNewestAndSaysSo()
    {
        var script = new LaneScript();
        for (int i = 0; i < 50; i++)
            script.Held(2).Free(2);

        var snapshot = script.Snapshot(max: 10);

        Assert.Equal(10, snapshot.Intervals.Length);
        Assert.True(snapshot.Truncated);
        Assert.Equal(50, snapshot.Statistics.Holds + 1);
    }

    [Fact]
    public void Snapshot_MoreThanIsKept_SaysSoOnlyForWindowsThatReachThere()
    {
        var script = new LaneScript();
        for (int i = 0; i < LockLane.Capacity; i++)
            script.Held(2).Free(2);

        Assert.True(script.Snapshot().Truncated);
        Assert.False(script.Snapshot(TimeSpan.FromSeconds(4)).Truncated);
    }

    [Fact]
    public void Snapshot_NobodyLookedForAWhile_SaysUnknownBetween()
    {
        var snapshot = new LaneScript().Held(2, 2).Pause(TimeSpan.FromSeconds(1)).Held(2, 2).Snapshot();

        Assert.Equal(
            [LaneState.Held, LaneState.Unknown, LaneState.Held], snapshot.Intervals.Select(interval => interval.State));
        Assert.True(snapshot.Intervals[^1].Continues);
        Assert.Equal([10d, 1000, 10], snapshot.Intervals.Select(interval => interval.Duration.TotalMilliseconds));
        Assert.Equal(TimeSpan.FromMilliseconds(20), snapshot.Statistics.Observed);
    }

    [Fact]
    public void Snapshot_NobodyLookedButTheKernelTellsOfNoOperation_IsOneHold()
    {
        // The last operation is older than the last look before the pause: none can have been in it.
        var snapshot = new LaneScript().Operated().Held(2, 300).Pause(TimeSpan.FromSeconds(1)).Held(2, 2).Snapshot();

        var held = Assert.Single(snapshot.Intervals);
        Assert.Equal((LaneState.Held, 2510d), (held.State, held.Duration.TotalMilliseconds));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Snapshot_NobodyLookedAndTheKernelTellsOfAnOperation_SaysUnknownBetween(int next, bool operated)
    {
        var script = new LaneScript().Operated().Held(2, 300).Pause(TimeSpan.FromSeconds(1));
        if (operated)
            script.Operated();

        var snapshot = script.Held(next, 2).Snapshot();

        Assert.Equal(
            [LaneState.Held, LaneState.Unknown, LaneState.Held], snapshot.Intervals.Select(interval => interval.State));
        Assert.False(snapshot.Intervals[^1].Continues);
    }

    [Fact]
    public void Snapshot_NobodyLooksAnyMore_SaysUnknownUntilNow()
    {
        var snapshot = new LaneScript().Free(1, 2).Pause(TimeSpan.FromSeconds(3)).Snapshot();

        Assert.Equal([LaneState.Free, LaneState.Unknown], snapshot.Intervals.Select(interval => interval.State));
        Assert.Equal(snapshot.ToUtc, snapshot.Intervals[^1].ToUtc);
    }

    [Fact]
    public void Snapshot_SomeLooksLate_GoesOn()
    {
        var snapshot = new LaneScript().Free(1, 2).Pause(s_look * 8).Free(1, 2).Snapshot();

        Assert.Equal(LaneState.Free, Assert.Single(snapshot.Intervals).State);
        Assert.Equal(4, snapshot.Statistics.Samples);
    }

    [Fact]
    public void Observe_ClockSetBack_BeginsAnew()
    {
        var script = new LaneScript().Held(2, 10);
        var early = script.Clock.GetUtcNow().AddHours(-1);

        script.Lane.Observe(new LockReading { State = LockState.Free, SemaphoreId = 7, Value = 1, LastPid = 2 }, early);
        var snapshot = script.Lane.Snapshot(early + s_look, TimeSpan.FromHours(2));

        Assert.Equal(LaneState.Free, Assert.Single(snapshot.Intervals).State);
    }

    [Theory]
    [InlineData(1, 1, false, 0)] // nothing happened
    [InlineData(1, 1, true, 1)] // the same process again, in a later second
    [InlineData(1, 2, false, 1)] // another process
    [InlineData(1, 9, false, 0)] // we ourselves
    [InlineData(9, 1, false, 1)] // another after us
    public void HiddenHolds_BetweenTwoFreeLooks_AreCountedWhereTheKernelTells(int before, int after, bool later, int hidden)
    {
        var script = new LaneScript().Free(before, 200);
        if (later)
            script.Operated();

        Assert.Equal(hidden, script.Free(after).Snapshot().Statistics.HiddenHoldsAtLeast);
    }

    [Fact]
    public void HiddenHolds_ReleasedByAnotherThanSeenWithIt_CountsThatOne()
    {
        Assert.Equal(1, new LaneScript().Held(1).Free(2).Snapshot().Statistics.HiddenHoldsAtLeast);
        Assert.Equal(0, new LaneScript().Held(1).Operated().Free(1).Snapshot().Statistics.HiddenHoldsAtLeast);
    }

    [Fact]
    public void HiddenHolds_OutsideTheWindow_DoNotCount()
    {
        var script = new LaneScript().Free(1).Free(2).Pause(TimeSpan.FromSeconds(10)).Free(2, 2).Free(3);

        Assert.Equal(1, script.Snapshot(TimeSpan.FromSeconds(2)).Statistics.HiddenHoldsAtLeast);
        Assert.Equal(2, script.Snapshot().Statistics.HiddenHoldsAtLeast);
    }

    [Fact]
    public void Missed_SystemV_IsToldByTheKernel()
    {
        Assert.Equal((true, 0), Missed(new LaneScript().Free(1, 2)));
        Assert.Equal((true, 1), Missed(new LaneScript().Free(1).Free(2)));
        Assert.Equal((true, 2), Missed(new LaneScript().Free(1).Free(2).Free(3)));

        static (bool, int) Missed(LaneScript script) =>
            (script.Snapshot().KernelTellsMissedHolds, script.Snapshot().Statistics.HiddenHoldsAtLeast);
    }

    [Fact]
    public void Missed_PosixSemaphore_IsToldByNothing()
    {
        var script = new LaneScript();
        script.Lane.Observe(
            new LockReading { State = LockState.Held, Kind = LockKind.PosixSemaphore }, script.Clock.GetUtcNow());

        var snapshot = script.Pause(s_look).Snapshot();

        Assert.False(snapshot.KernelTellsMissedHolds);
        Assert.Null(Assert.Single(snapshot.Intervals).Holder);
    }

    [Fact]
    public void MarkFrame_InAndOutOfTheWindow_GivesThoseInside()
    {
        var script = new LaneScript().Free(1);
        script.Lane.MarkFrame(1, script.Clock.GetUtcNow());
        script.Pause(TimeSpan.FromSeconds(10)).Free(1);
        script.Lane.MarkFrame(2, script.Clock.GetUtcNow());

        Assert.Equal([2L], script.Snapshot(TimeSpan.FromSeconds(1)).Frames.Select(frame => frame.Sequence));
        Assert.Equal([1L, 2], script.Snapshot().Frames.Select(frame => frame.Sequence));
    }

    [Fact]
    public void Snapshot_WindowOfNothing_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LaneScript().Snapshot(TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LaneScript().Snapshot(max: 0));
    }
}
