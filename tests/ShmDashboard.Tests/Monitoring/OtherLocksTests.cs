using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Occupancy;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Tests.SharedMemory;

namespace ShmDashboard.Tests.Monitoring;

[Collection(KernelCollection.Name)]
[Trait("Category", "Kernel")]
public sealed class OtherLocksTests : IDisposable
{
    private readonly string _name = $"shmdashboard-{Guid.NewGuid():N}";
    private readonly PosixSegment _segment;

    public OtherLocksTests() => _segment = PosixSegment.Create(_name, 65_536);

    public void Dispose()
    {
        _segment.Dispose();
        PosixSegment.Unlink(_name);
    }

    [Fact]
    public async Task LookAround_MutexAndFileLock_AreBothInTheRow()
    {
        await using var bench = Bench();
        using var child = Boost();
        child.Do($"flock /dev/shm/{_name} shared");
        child.Do($"lock 16");

        // Held is what two looks met, some milliseconds apart.
        var locks = await Workbench.Eventually(async () => (await Row(bench)).OtherLocks is { Length: 3 } found && found[0].State == LockState.Held ? [.. found] : (LockDetail[]?)null);

        Assert.Equal(["mutex at offset 16", "mutex at offset 112", "flock, shared, the whole file"], locks.Select(found => found.Where));
        Assert.Equal([LockState.Held, LockState.Free, LockState.Held], locks.Select(found => found.State));
        Assert.Equal([child.Pid, null, child.Pid], locks.Select(found => found.Holder?.Pid));
    }

    [Fact]
    public async Task Lane_LockOfAnotherKind_IsNotMeasuredAndNotCalledNone()
    {
        await using var bench = Bench();
        using var child = Boost();
        child.Do($"lock 16");
        using var watch = bench.Monitor.Watch(SegmentId.Posix(_name));

        var lane = await Workbench.Eventually(async () => (await Row(bench)).OtherLocks is [{ State: LockState.Held }, ..] &&
            watch.Lane(TimeSpan.FromMilliseconds(100)) is { Intervals: [{ State: LaneState.Unknown }] } shown ? shown : null);

        Assert.Empty(lane.Statistics.ByHolder);
    }

    [Fact]
    public async Task LookAround_NothingChanges_KeepsTheRow()
    {
        await using var bench = Bench();
        using var child = Boost();
        child.Do($"flock /dev/shm/{_name} exclusive");
        child.Do($"lock 112");
        // The first looks still learn: who has it mapped is scanned for once a second at the most, and a mutex counts as held
        // when it was found so twice, some milliseconds apart.
        await Workbench.Eventually(async () => await Row(bench) is { Attached.IsEmpty: false } row &&
            row.OtherLocks.Any(found => found is { Kind: LockKind.ProcessMutex, State: LockState.Held }) ? row : null);

        var before = await Row(bench);

        Assert.Same(before, await Row(bench));
    }

    [Fact]
    public async Task LookAround_MutexMetHeldOnce_IsNotCalledHeld()
    {
        await using var bench = Bench();
        using var child = Boost();
        child.Do($"lock 16");
        var once = (await Row(bench)).OtherLocks[0];
        child.Do($"unlock 16");
        var after = (await Row(bench)).OtherLocks[0];

        Assert.Equal((LockState.Free, 0), (once.State, once.HolderThreadId));
        Assert.Equal(LockState.Free, after.State);
    }

    [Fact]
    public async Task LookAround_OwnerKilled_IsSaidAtOnce()
    {
        await using var bench = Bench();
        using var child = Boost();
        child.Do($"lock 16");
        child.Kill();

        var held = (await Row(bench)).OtherLocks[0];

        Assert.Equal(LockState.Held, held.State);
        Assert.Contains("does not exist any more", held.Problem!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LookAsync_MutexHeld_SaysTakenWhileLockedAndUnprovenOnceFree()
    {
        await using var bench = Bench();
        using var child = Boost();
        child.Do($"lock 112");

        var held = await bench.Monitor.LookAsync(SegmentId.Posix(_name), Workbench.Token);
        child.Do($"unlock 112");
        var free = await bench.Monitor.LookAsync(SegmentId.Posix(_name), Workbench.Token);

        Assert.Equal(VerdictKind.TakenWhileLocked, held!.Frame!.Verdict.Kind);
        Assert.Equal(child.Pid, held.Frame.Verdict.Holder!.Value.Pid);
        Assert.Equal(VerdictKind.Unproven, free!.Frame!.Verdict.Kind);
    }

    [Fact]
    public async Task LookAround_SemaphoreThatGoesByItsName_IsToldAsAGuess()
    {
        string name = _name + "_sem";
        await using var bench = Bench();
        using var maker = NativeChild.Start();
        using var waiter = NativeChild.Start();
        try
        {
            maker.Do($"semcreate /{name} 1");
            var free = Assert.Single((await Row(bench)).OtherLocks);
            maker.Do($"semwait");
            waiter.Do($"semopen /{name}");
            waiter.Tell($"semwait");
            var row = await Workbench.Eventually(async () => await Row(bench) is { OtherLocks: [{ WaiterCount: 1, Waiters.Length: 1 }] } waited ? waited : null);
            var taken = row.OtherLocks[0];

            Assert.Equal((LockKind.NamedSemaphore, LockState.None, name, 1), (free.Kind, free.State, free.Name, free.Value));
            Assert.Equal(maker.Pid, Assert.Single(free.Users).Pid);
            Assert.Equal(
                $"Semaphore '/{name}' goes by its name with this segment: a lock or a signal, which nobody can say. Its value is 1, and nobody waits for it.",
                free.Problem?.ToString());
            Assert.Equal((LockState.None, 0, null), (taken.State, taken.Value, taken.Holder));
            Assert.Equal([maker.Pid, waiter.Pid], taken.Users.Select(user => user.Pid).Order());
            Assert.Equal(waiter.Pid, Assert.Single(taken.Waiters).Pid);
            Assert.EndsWith("Its value is 0; waiting for it: 1.", taken.Problem?.ToString(), StringComparison.Ordinal);
            Assert.Equal((LockState.None, LockKind.None, 0), (row.Standing.State, row.Standing.Kind, row.Standing.WaiterCount));
        }
        finally
        {
            File.Delete("/dev/shm/sem." + name);
        }
    }

    [Fact]
    public async Task LookAround_SemaphoreOfTheVeryName_IsTheLockAndNoGuess()
    {
        await using var bench = Bench();
        using var maker = NativeChild.Start();
        try
        {
            maker.Do($"semcreate /{_name} 1");
            var row = await Row(bench);

            Assert.Equal(LockKind.PosixSemaphore, row.Lock.Kind);
            Assert.Empty(row.OtherLocks);
        }
        finally
        {
            File.Delete("/dev/shm/sem." + _name);
        }
    }

    [Fact]
    public async Task LookAsync_SemaphoreMadeJustNow_SaysWhoHasItOpen()
    {
        string name = _name + ".mutex";
        // Who has what mapped is scanned for seldom.
        await using var bench = new Workbench(new MonitorOptions { AttachmentScanMaxAge = TimeSpan.FromHours(1) });
        using var maker = NativeChild.Start();
        await bench.Monitor.LookAroundAsync(Workbench.Token);
        try
        {
            maker.Do($"semcreate /{name} 1");
            // A scan of just before is shared for a moment.
            var row = await Workbench.Eventually(async () =>
                await bench.Monitor.LookAsync(SegmentId.Posix(_name), Workbench.Token) is { OtherLocks: [{ Users.Length: 1 }] } found ? found : null);

            Assert.Equal(maker.Pid, row.OtherLocks[0].Users[0].Pid);
        }
        finally
        {
            File.Delete("/dev/shm/sem." + name);
        }
    }

    // Sweeps only when asked, so that two sweeps are two.
    private static Workbench Bench() => new(new MonitorOptions { AttachmentScanInterval = TimeSpan.Zero, AttachmentScanMaxAge = TimeSpan.Zero });

    private NativeChild Boost()
    {
        var child = NativeChild.Start();
        child.Do($"map /dev/shm/{_name}");
        child.Do($"boost");
        return child;
    }

    private async Task<SegmentRow> Row(Workbench bench) =>
        (await bench.Monitor.LookAroundAsync(Workbench.Token)).Rows.Single(row => row.Id == SegmentId.Posix(_name));
}
