using System.Collections.Immutable;
using ShmDashboard.Monitoring.Health;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;

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

        var state = new MachineStateReader(bench.Catalog, TimeProvider.System)
            .Read(bench.Monitor.Current, ImmutableDictionary<SegmentId, VerdictTally>.Empty);

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

        var state = new MachineStateReader(bench.Catalog, TimeProvider.System)
            .Read(list, ImmutableDictionary<SegmentId, VerdictTally>.Empty);

        var set = state.SemaphoreSets.Single(set => set.Id == row.Lock.SemaphoreId);
        Assert.Contains(state.KeyFiles, file => file.Purpose == QtKeyPurpose.Lock && file.Key == set.Key && file.Path == row.Facts.Qt!.LockFilePath);
        Assert.Contains(state.KeyFiles, file => file.Purpose == QtKeyPurpose.Segment && file.Key == row.Facts.Key);
    }
}
