using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Occupancy;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.Tests.SharedMemory;

namespace ShmDashboard.Tests.Monitoring.Segments;

[Trait("Category", "Kernel")]
public sealed class LockLaneSamplerTests
{
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Lane_LockTakenAndGivenBack_ShowsTheHoldWithItsHolder()
    {
        await using var bench = new Workbench();
        using var segment = QtSharedMemory.Create(bench.Key, 1000);
        using var watch = bench.Monitor.Watch(bench.Id);
        await Shows(watch, lane => lane.Intervals is [.., { State: LaneState.Free }]);

        segment.Lock(TimeSpan.FromSeconds(1));
        await Shows(watch, lane => lane.Intervals is [.., { State: LaneState.Held, Samples: >= 3 }]);
        segment.Unlock();
        var snapshot = await Shows(watch, lane => lane.Intervals is [.., { State: LaneState.Held }, { State: LaneState.Free }]);

        Assert.Equal(Environment.ProcessId, snapshot.Intervals[^2].Holder!.Value.Pid);
        Assert.Equal(Environment.ProcessId, Assert.Single(snapshot.Statistics.ByHolder).Holder!.Value.Pid);
        Assert.True(snapshot.KernelTellsMissedHolds);
    }

    [Fact]
    public async Task Lane_SomebodyWaits_ShowsHowLong()
    {
        await using var bench = new Workbench();
        using var segment = QtSharedMemory.Create(bench.Key, 1000);
        using var other = QtSharedMemory.Attach(bench.Key);
        using var watch = bench.Monitor.Watch(bench.Id);
        segment.Lock(TimeSpan.FromSeconds(1));
        var waiting = Task.Run(() => other.TryLock(Workbench.Patience), Workbench.Token);

        await Shows(watch, lane => lane.Waits is [.., { Duration.TotalMilliseconds: > 20 }]);
        segment.Unlock();
        Assert.True(await waiting);
        other.Unlock();
        var snapshot = await Shows(watch, lane => lane.Intervals is [.., { State: LaneState.Free }]);

        // The runtime interrupts a waiting thread to collect garbage; it waits anew at once, and a look may fall between.
        Assert.All(snapshot.Waits, wait => Assert.Equal(1, wait.Count));
        Assert.True(snapshot.Statistics.Waited.TotalMilliseconds > 20);
    }

    [Fact]
    public async Task Lane_AnotherProcessWaitsAndGetsIt_IsNamedBothTimes()
    {
        await using var bench = new Workbench();
        using var segment = QtSharedMemory.Create(bench.Key, 1000);
        using var watch = bench.Monitor.Watch(bench.Id);
        await Workbench.Until(watch, row => row.Lock.SemaphoreId is not null);
        int set = watch.Row!.Lock.SemaphoreId!.Value;
        using var child = ChildProcess.Start();
        segment.Lock(TimeSpan.FromSeconds(1));

        child.Tell($"take {set}");
        await Shows(watch, lane => lane.Waits is [.., { Duration.TotalMilliseconds: > 20 }] && lane.Statistics.ByWaiter.Any(waits => waits.Waiter is not null));
        segment.Unlock();
        child.Expect("done");
        await Shows(watch, lane => lane.Intervals is [.., { State: LaneState.Held }] && lane.Intervals[^1].Holder?.Pid == child.Pid);
        child.Do($"give {set}");
        var snapshot = await Shows(watch, lane => lane.Intervals is [.., { State: LaneState.Free }]);

        // Where the machine was too busy to look, one hold lies on both sides of what is not known, and who waited before that has no name.
        Assert.Equal([Environment.ProcessId, child.Pid], snapshot.Intervals.Where(i => i is { State: LaneState.Held, Continues: false }).Select(i => i.Holder!.Value.Pid));
        Assert.Equal(2, snapshot.Statistics.ByHolder.Sum(holder => holder.Holds));
        Assert.Equal(child.Pid, Assert.Single(snapshot.Statistics.ByWaiter, waits => waits.Waiter is not null).Waiter!.Value.Pid);
    }

    [Fact]
    public async Task Lane_ContentChanges_IsMarked()
    {
        await using var bench = new Workbench();
        using var segment = QtSharedMemory.Create(bench.Key, 10_000);
        using var watch = bench.Monitor.Watch(bench.Id);
        await Shows(watch, lane => lane.Intervals.Length > 0);
        var row = await watch.WaitForNewerAsync(0, Workbench.Token).WaitAsync(Workbench.Patience, Workbench.Token);

        segment.Write(0, Workbench.QtPicture(3));
        row = await watch.WaitForNewerAsync(row.Frame!.Sequence, Workbench.Token).WaitAsync(Workbench.Patience, Workbench.Token);

        await Shows(watch, lane => lane.Frames.Any(frame => frame.Sequence == row.Frame!.Sequence));
    }

    [Fact]
    public async Task Lane_WatchedNoMore_StopsLookingAndGoesOnWithAGap()
    {
        await using var bench = new Workbench();
        using var segment = QtSharedMemory.Create(bench.Key, 1000);
        using (var watch = bench.Monitor.Watch(bench.Id))
            await Shows(watch, lane => lane.Statistics.Samples > 3);

        await Workbench.Eventually(() => bench.Monitor.WatchedLanes == 0 ? "none" : null);
        using var again = bench.Monitor.Watch(bench.Id);
        await Shows(again, lane => lane.Intervals is [{ State: LaneState.Free }, .., { State: LaneState.Free }] or [{ State: LaneState.Free, Samples: > 10 }]);

        Assert.Equal(1, bench.Monitor.WatchedLanes);
    }

    [Fact]
    public async Task Lane_Watching_TouchesNothing()
    {
        await using var bench = new Workbench();
        using var segment = QtSharedMemory.Create(bench.Key, 1000);
        segment.Lock(TimeSpan.FromSeconds(1));
        var observer = new LockObserver(bench.Catalog.Processes);
        var before = observer.Read(bench.Catalog.Find(bench.Id)!);
        using var watch = bench.Monitor.Watch(bench.Id);

        await Shows(watch, lane => lane.Statistics.Samples > 50);

        Assert.Equal(before, observer.Read(bench.Catalog.Find(bench.Id)!));
        segment.Unlock();
    }

    [Fact]
    public async Task Lane_SegmentGone_IsUnknown()
    {
        await using var bench = new Workbench();
        using var watch = bench.Monitor.Watch(bench.Id);
        using (QtSharedMemory.Create(bench.Key, 1000))
            await Shows(watch, lane => lane.Intervals is [.., { State: LaneState.Free }]);

        await Shows(watch, lane => lane.Intervals is [.., { State: LaneState.Unknown }]);
    }

    private static Task<LaneSnapshot> Shows(ISegmentWatch watch, Func<LaneSnapshot, bool> wanted) =>
        Workbench.Eventually(() => watch.Lane(s_window) is { } lane && wanted(lane) ? lane : null);
}
