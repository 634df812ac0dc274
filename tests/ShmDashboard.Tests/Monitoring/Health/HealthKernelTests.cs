using System.Collections.Immutable;
using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Monitoring.Waiting;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Tests.Monitoring.Publishing;
using ShmDashboard.Tests.SharedMemory;

namespace ShmDashboard.Tests.Monitoring.Health;

/// <summary>What is done to real segments, and what the examiner says to it.</summary>
[Trait("Category", "Kernel")]
public sealed class HealthKernelTests
{
    [Fact]
    public async Task Examine_HealthySegment_IsNotFoundFaultWithAndNotTouched()
    {
        await using var bench = new Workbench();
        using var segment = QtSharedMemory.Create(bench.Key, 10_000);
        bench.Catalog.Keys.Remember(bench.Key);
        var facts = bench.Catalog.Find(bench.Id)!;
        var observer = new LockObserver(bench.Catalog.Processes);
        await bench.Monitor.LookAroundAsync(Workbench.Token);
        var before = observer.Read(facts);

        var state = Read(bench, bench.Monitor.Current);

        Assert.DoesNotContain(HealthExaminer.Examine(state), finding => finding.Segment == bench.Id);
        Assert.Equal(before, observer.Read(facts));
        Assert.Equal(1, bench.Catalog.Find(bench.Id)!.AttachCount);
    }

    [Fact]
    public async Task Read_RealLock_IsAmongTheSetsAndHasItsKeyFile()
    {
        await using var bench = new Workbench();
        using var segment = QtSharedMemory.Create(bench.Key, 10_000);
        bench.Catalog.Keys.Remember(bench.Key);
        var list = await bench.Monitor.LookAroundAsync(Workbench.Token);
        var row = list.Rows.Single(row => row.Id == bench.Id);

        var state = Read(bench, list);

        var set = state.SemaphoreSets.Single(set => set.Id == row.Lock.SemaphoreId);
        Assert.Contains(state.KeyFiles, file => file.Purpose == QtKeyPurpose.Lock && file.Key == set.Key && file.Path == row.Facts.Qt!.LockFilePath);
        Assert.Contains(state.KeyFiles, file => file.Purpose == QtKeyPurpose.Segment && file.Key == row.Facts.SystemV?.Key);
    }

    [Fact]
    public async Task Examine_TwoProcessesLockCrosswise_NamesTheRing()
    {
        await using var bench = new Workbench();
        await using var second = new Workbench();
        using var a = QtSharedMemory.Create(bench.Key, 1000);
        using var b = QtSharedMemory.Create(second.Key, 1000);
        int lockA = (await bench.Monitor.LookAsync(bench.Id, Workbench.Token))!.Lock.SemaphoreId!.Value;
        int lockB = (await bench.Monitor.LookAsync(second.Id, Workbench.Token))!.Lock.SemaphoreId!.Value;
        using var one = ChildProcess.Start();
        using var other = ChildProcess.Start();
        one.Do($"take {lockA}");
        other.Do($"take {lockB}");
        one.Tell($"take {lockB}");
        other.Tell($"take {lockA}");

        var list = await Workbench.Eventually(async () =>
        {
            var swept = await bench.Monitor.LookAroundAsync(Workbench.Token);
            return WaitGraph.Of(swept.Rows).Cycles.Any(ring => ring.Processes.Any(process => process.Pid == one.Pid)) ? swept : null;
        });
        var state = Read(bench, list);

        Assert.DoesNotContain(HealthExaminer.Examine(state), finding => finding.Kind == FindingKind.Deadlock && finding.Processes.Any(process => process.Pid == one.Pid));
        var found = HealthExaminer.Examine(state with { NowUtc = state.NowUtc + HealthLimits.RingSettled });
        var deadlock = Assert.Single(found, finding => finding.Kind == FindingKind.Deadlock && finding.Processes.Any(process => process.Pid == one.Pid));
        Assert.Equal([one.Pid, other.Pid], deadlock.Processes.Select(process => process.Pid).Order());
        Assert.EndsWith("Neither can go on.", deadlock.Evidence[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Examine_LastUserKilled_FindsTheSegmentStale()
    {
        await using var bench = new Workbench();
        using var child = await AttachedChild.StartAsync(bench);
        bench.Catalog.Keys.Remember(bench.Key);
        child.CrashAsTheLast();
        try
        {
            var list = await bench.Monitor.LookAroundAsync(Workbench.Token);
            var row = list.Rows.Single(row => row.Id == bench.Id);
            var state = Read(bench, list);
            state = state with { NowUtc = state.NowUtc + TimeSpan.FromSeconds(5) };

            // The creator is this process, and alive: so it is not a crash's, but the next Qt reader's.
            Assert.Equal(FindingKind.DeletedByNextReader, Assert.Single(HealthExaminer.Examine(state), finding => finding.Segment == row.Id).Kind);
            var stale = row with { Stale = true, Facts = row.Facts with { Creator = row.Facts.Creator!.Value with { Alive = false } } };
            Assert.Equal(FindingKind.StaleSegment, Assert.Single(
                HealthExaminer.Examine(state with { Rows = [stale] }), finding => finding.Segment == row.Id).Kind);
        }
        finally
        {
            QtSharedMemory.Attach(bench.Key).Dispose();
        }
    }

    [Fact]
    public async Task Read_HolderOfPosixSemaphoreKilled_SeesThatAllOthersWait()
    {
        await using var bench = new Workbench();
        string name = QtNativeKey.FileName(bench.Key, QtKeyPurpose.Lock);
        string path = "/dev/shm/sem." + name;
        // glibc, 64 bit: value 1, no waiters, shared between processes.
        await File.WriteAllBytesAsync(path, [1, 0, 0, 0, 0, 0, 0, 0, 0x80, .. new byte[23]], Workbench.Token);
        try
        {
            using var holder = ChildProcess.Start();
            using var waiter = ChildProcess.Start();
            holder.Do($"semwait {name}");
            waiter.Tell($"semwait {name}");
            var reader = new MachineStateReader(bench.Catalog, TimeProvider.System);
            var since = ImmutableDictionary<string, DateTimeOffset>.Empty;
            var both = await Workbench.Eventually(() => Find(s => s.Reading.WaiterCount == 1));
            holder.Kill();
            var left = await Workbench.Eventually(() => Find(s => s.AllUsersWait));
            waiter.Kill();
            var nobody = await Workbench.Eventually(() => Find(s => s.Users.IsEmpty));

            Assert.Equal([holder.Pid, waiter.Pid], both.Users.Select(user => user.Pid).Order());
            Assert.False(both.AllUsersWait);
            Assert.Equal([waiter.Pid], left.Users.Select(user => user.Pid));
            Assert.False(nobody.AllUsersWait);
            Assert.Equal(FindingKind.DeadHolder, Assert.Single(HealthExaminer.Examine(Machines.Empty with
            {
                Semaphores = [left with { Unseen = default }],
                AllWaitSince = since,
                NowUtc = since[name] + HealthLimits.HeldLong,
            })).Kind);

            PosixSemaphoreFacts? Find(Func<PosixSemaphoreFacts, bool> wanted)
            {
                var state = reader.Read(bench.Monitor.Current, ImmutableDictionary<SegmentId, VerdictTally>.Empty);
                since = state.AllWaitSince.IsEmpty ? since : state.AllWaitSince;
                return state.Semaphores.FirstOrDefault(semaphore =>
                    semaphore.Name == name && semaphore.Reading.State == LockState.Held && wanted(semaphore));
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static MachineState Read(Workbench bench, SegmentList list) => new MachineStateReader(bench.Catalog, TimeProvider.System)
        .Read(list, ImmutableDictionary<SegmentId, VerdictTally>.Empty);
}
