using ShmDashboard.Monitoring.Maintenance;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Removal;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.SharedMemory.SystemV;
using ShmDashboard.Tests.Monitoring.Publishing;
using ShmDashboard.Tests.SharedMemory;

namespace ShmDashboard.Tests.Monitoring.Maintenance;

[Trait("Category", "Kernel")]
public sealed class SegmentJanitorTests
{
    [Fact]
    public async Task Remove_LeftByACrash_TakesSegmentFilesAndLock()
    {
        await using var bench = new Workbench();
        using var janitor = Janitor(bench);
        using (var child = await AttachedChild.StartAsync(bench))
            child.CrashAsTheLast();
        var facts = bench.Catalog.Find(bench.Id)!;
        // The lock was ours, and we took it along; this one is a Qt program's that crashed too.
        int set = QtLock.Open(bench.Key, facts.Qt!.LockFilePath!).Set.Id;

        var plan = janitor.Plan(bench.Id, MaintenanceAction.Remove);
        var result = await janitor.CarryOutAsync(bench.Id, MaintenanceAction.Remove, plan.Situation, false, Workbench.Token);

        Assert.Contains($"Segment {facts.SystemV?.ShmId} of 100 bytes is removed for good.", plan.Consequences.Select(sentence => sentence.ToString()));
        Assert.Equal(
            $"Removed segment '{bench.Key}' (id {facts.SystemV?.ShmId}), {facts.Qt.KeyFilePath}, {facts.Qt.LockFilePath}, semaphore set {set}.",
            result.Sentence.ToString());
        Assert.True(result.Succeeded, result.Sentence.ToString());
        Assert.Null(bench.Catalog.Find(bench.Id));
        Assert.False(File.Exists(facts.Qt.KeyFilePath));
        Assert.False(File.Exists(facts.Qt.LockFilePath));
        Assert.True(janitor.Log[0].Succeeded);
    }

    [Fact]
    public async Task Remove_SomebodyLooksIntoItForAnInstant_IsPlannedAllTheSame()
    {
        await using var bench = new Workbench();
        using (var child = await AttachedChild.StartAsync(bench))
            child.CrashAsTheLast();
        var facts = bench.Catalog.Find(bench.Id)!;
        int set = QtLock.Open(bench.Key, facts.Qt!.LockFilePath!).Set.Id;
        using var viewer = ChildProcess.Start();
        viewer.Do($"take {set}");
        int pauses = 0;
        using var janitor = new SegmentJanitor(bench.Catalog, bench.Reader, readOnly: false, new PausingTime(() =>
        {
            if (pauses++ == 0)
                viewer.Do($"give {set}");
        }));

        var plan = janitor.Plan(bench.Id, MaintenanceAction.Remove);
        var result = await janitor.CarryOutAsync(bench.Id, MaintenanceAction.Remove, plan.Situation, false, Workbench.Token);

        Assert.True(plan.IsPossible, plan.Problem?.ToString());
        Assert.True(result.Succeeded, result.Sentence.ToString());
        Assert.NotEqual(0, pauses);
    }

    [Fact]
    public async Task Remove_OurOwnSamplerHasItAttachedForAnInstant_IsPlannedAndCarriedOutAllTheSame()
    {
        await using var bench = new Workbench();
        using (var child = await AttachedChild.StartAsync(bench))
            child.CrashAsTheLast();
        int shmId = bench.Catalog.Find(bench.Id)!.SystemV!.ShmId;
        var look = SystemVAttachment.TryAttach(shmId, readOnly: true, out _, out _)!;
        int pauses = 0;
        using var janitor = new SegmentJanitor(bench.Catalog, bench.Reader, readOnly: false, new PausingTime(() =>
        {
            if (++pauses % 2 == 0)
                look.Dispose();
        }));

        var plan = janitor.Plan(bench.Id, MaintenanceAction.Remove);
        look = SystemVAttachment.TryAttach(shmId, readOnly: true, out _, out _)!;
        var result = await janitor.CarryOutAsync(bench.Id, MaintenanceAction.Remove, plan.Situation, false, Workbench.Token);
        look.Dispose();

        Assert.True(plan.IsPossible, plan.Problem?.ToString());
        Assert.True(result.Succeeded, result.Sentence.ToString());
        Assert.True(pauses >= 3);
    }

    [Fact]
    public async Task Remove_LockStaysHeld_IsRefused()
    {
        await using var bench = new Workbench();
        using (var child = await AttachedChild.StartAsync(bench))
            child.CrashAsTheLast();
        var facts = bench.Catalog.Find(bench.Id)!;
        int set = QtLock.Open(bench.Key, facts.Qt!.LockFilePath!).Set.Id;
        using var janitor = Janitor(bench);
        using (var holder = ChildProcess.Start())
        {
            holder.Do($"take {set}");
            Assert.StartsWith(
                $"Cannot remove '{bench.Id}': its lock is held by process {holder.Pid}.",
                janitor.Plan(bench.Id, MaintenanceAction.Remove).Problem?.ToString(), StringComparison.Ordinal);
        }

        var plan = janitor.Plan(bench.Id, MaintenanceAction.Remove);
        Assert.True((await janitor.CarryOutAsync(bench.Id, MaintenanceAction.Remove, plan.Situation, false, Workbench.Token)).Succeeded);
    }

    [Fact]
    public async Task Remove_SomebodyAttached_IsRefusedAndNamesThem()
    {
        await using var bench = new Workbench();
        using var janitor = Janitor(bench);
        using var segment = QtSharedMemory.Create(bench.Key, 100);

        var plan = janitor.Plan(bench.Id, MaintenanceAction.Remove);
        var result = await janitor.CarryOutAsync(bench.Id, MaintenanceAction.Remove, plan.Situation, true, Workbench.Token);

        Assert.Equal(MaintenanceFailure.NotAllowedNow, result.Failure);
        Assert.Contains($" {Environment.ProcessId}). Close or detach", result.Sentence.ToString(), StringComparison.Ordinal);
        Assert.NotNull(bench.Catalog.Find(bench.Id));
    }

    [Fact]
    public async Task Remove_SituationChangedSinceThePlan_IsRefused()
    {
        await using var bench = new Workbench();
        using var janitor = Janitor(bench);
        string name = $"test {Guid.NewGuid():N}";
        using var first = PosixSegment.Create(name, 10);
        try
        {
            string situation = janitor.Plan(SegmentId.Posix(name), MaintenanceAction.Remove).Situation;
            PosixSegment.Unlink(name);
            using var second = PosixSegment.Create(name, 20);

            var result = await janitor.CarryOutAsync(SegmentId.Posix(name), MaintenanceAction.Remove, situation, true, Workbench.Token);

            Assert.Equal(MaintenanceFailure.SituationChanged, result.Failure);
            Assert.True(File.Exists("/dev/shm/" + name));
        }
        finally
        {
            PosixSegment.Unlink(name);
        }
    }

    [Fact]
    public async Task Remove_PosixSegment_CanBePutBackWithItsContent()
    {
        await using var bench = new Workbench();
        using var janitor = Janitor(bench);
        string name = $"test {Guid.NewGuid():N}";
        var id = SegmentId.Posix(name);
        using var segment = PosixSegment.Create(name, 4);
        try
        {
            segment.Write(0, [1, 2, 3, 4]);
            var plan = janitor.Plan(id, MaintenanceAction.Remove);
            await janitor.CarryOutAsync(id, MaintenanceAction.Remove, plan.Situation, false, Workbench.Token);
            Assert.Null(bench.Catalog.Find(id));
            segment.Write(3, [9]);

            var trashed = Assert.Single(await janitor.ListTrashAsync(Workbench.Token), item => item.Name == name);
            var result = await janitor.RestoreAsync(trashed.Item, Workbench.Token);

            Assert.True(plan.CanBeUndone);
            Assert.True(result.Succeeded, result.Sentence.ToString());
            Assert.Equal([1, 2, 3, 9], await File.ReadAllBytesAsync("/dev/shm/" + name, Workbench.Token));
        }
        finally
        {
            PosixSegment.Unlink(name);
        }
    }

    [Fact]
    public async Task RepairLock_ValueOfTwo_NeedsASecondConfirmationAndMakesItOne()
    {
        await using var bench = new Workbench();
        using var janitor = Janitor(bench);
        using var segment = QtSharedMemory.Create(bench.Key, 100);
        Damage(bench);
        Assert.Equal(LockState.Damaged, Reading(bench).State);

        var plan = janitor.Plan(bench.Id, MaintenanceAction.RepairLock);
        var once = await janitor.CarryOutAsync(bench.Id, MaintenanceAction.RepairLock, plan.Situation, false, Workbench.Token);
        var twice = await janitor.CarryOutAsync(bench.Id, MaintenanceAction.RepairLock, plan.Situation, true, Workbench.Token);

        Assert.Equal(MaintenanceFailure.NeedsSecondConfirmation, once.Failure);
        Assert.Equal($"Repaired the lock of '{bench.Id}': its value was 2 and is 1.", twice.Sentence.ToString());
        Assert.Equal(1, Reading(bench).Value);
    }

    [Fact]
    public async Task RepairLock_NotDamaged_HasNothingToDo()
    {
        await using var bench = new Workbench();
        using var janitor = Janitor(bench);
        using var segment = QtSharedMemory.Create(bench.Key, 100);

        Assert.Equal(MaintenanceFailure.NotFound, janitor.Plan(bench.Id, MaintenanceAction.RepairLock).Failure);
    }

    [Fact]
    public async Task AnyAction_ReadOnly_IsRefused()
    {
        await using var bench = new Workbench();
        using var janitor = new SegmentJanitor(bench.Catalog, bench.Reader, readOnly: true, TimeProvider.System);
        using var segment = QtSharedMemory.Create(bench.Key, 100);

        Assert.Equal(MaintenanceFailure.ReadOnly, janitor.Plan(bench.Id, MaintenanceAction.Remove).Failure);
        Assert.Equal(MaintenanceFailure.ReadOnly, (await janitor.RestoreAsync("x", Workbench.Token)).Failure);
        Assert.Equal(MaintenanceFailure.ReadOnly, (await janitor.EmptyTrashAsync(Workbench.Token)).Failure);
    }

    [Fact]
    public async Task ReleaseLock_HolderOfTheSemaphoreDied_LetsTheNextOneIn()
    {
        await using var bench = new Workbench();
        using var janitor = Janitor(bench);
        using var posix = new PosixLock();
        using var waiter = NativeChild.Start();
        using (var holder = NativeChild.Start())
            await posix.HoldAsync(bench, holder, waiter);

        var plan = janitor.Plan(posix.Id, MaintenanceAction.ReleaseLock);
        var result = await janitor.CarryOutAsync(
            posix.Id, MaintenanceAction.ReleaseLock, plan.Situation, plan.NeedsSecondConfirmation, Workbench.Token);

        Assert.True(plan.IsPossible, plan.Problem?.ToString());
        Assert.Equal($"Released the lock of '{posix.Id}' for its dead holder.", result.Sentence.ToString());
        Assert.DoesNotContain("failed", waiter.Answer(), StringComparison.Ordinal);
        waiter.Do($"sempost");
        Assert.Equal(MaintenanceFailure.NotFound, janitor.Plan(posix.Id, MaintenanceAction.ReleaseLock).Failure);
    }

    [Fact]
    public async Task ReleaseLock_QtLockTakenByWhoEndedWithoutUndo_LetsTheNextOneIn()
    {
        await using var bench = new Workbench();
        using var janitor = Janitor(bench);
        using var memory = QtSharedMemory.Create(bench.Key, 100);
        Assert.Equal(MaintenanceFailure.NotFound, janitor.Plan(bench.Id, MaintenanceAction.ReleaseLock).Failure);
        int pid;
        using (var taker = ChildProcess.Start())
        {
            pid = taker.Pid;
            taker.Do($"lower {Reading(bench).SemaphoreId}");
            Assert.Equal(MaintenanceFailure.NotFound, janitor.Plan(bench.Id, MaintenanceAction.ReleaseLock).Failure);
        }

        var plan = janitor.Plan(bench.Id, MaintenanceAction.ReleaseLock);
        var once = await janitor.CarryOutAsync(bench.Id, MaintenanceAction.ReleaseLock, plan.Situation, confirmedTwice: false, Workbench.Token);
        var result = await janitor.CarryOutAsync(bench.Id, MaintenanceAction.ReleaseLock, plan.Situation, confirmedTwice: true, Workbench.Token);
        var again = await janitor.CarryOutAsync(bench.Id, MaintenanceAction.ReleaseLock, plan.Situation, confirmedTwice: true, Workbench.Token);

        Assert.Equal(
            $"The lock goes from 0 to 1. Process {pid}, which took it, has ended, and the kernel did not give it back.", plan.Consequences[0].ToString());
        Assert.Equal($"Released the lock of '{bench.Id}' for its dead holder.", result.Sentence.ToString());
        Assert.Equal((MaintenanceFailure.NeedsSecondConfirmation, MaintenanceFailure.NotFound), (once.Failure, again.Failure));
        memory.Lock(TimeSpan.FromSeconds(5), Workbench.Token);
        memory.Unlock();
    }

    [Fact]
    public async Task ReleaseLock_WaiterGotItSince_IsRefused()
    {
        await using var bench = new Workbench();
        using var janitor = Janitor(bench);
        using var posix = new PosixLock();
        using var holder = NativeChild.Start();
        using var waiter = NativeChild.Start();
        await posix.HoldAsync(bench, holder, waiter);
        string situation = janitor.Plan(posix.Id, MaintenanceAction.ReleaseLock).Situation;
        holder.Do($"sempost");
        Assert.DoesNotContain("failed", waiter.Answer(), StringComparison.Ordinal);

        var result = await janitor.CarryOutAsync(posix.Id, MaintenanceAction.ReleaseLock, situation, true, Workbench.Token);

        Assert.Equal(MaintenanceFailure.SituationChanged, result.Failure);
        Assert.Equal(0, bench.Locks.Read(bench.Catalog.Find(posix.Id)!).Value);
        waiter.Do($"sempost");
    }

    [Fact]
    public async Task PlanOfALock_MutexWhoseHolderWasKilled_SaysThatOnlyItsProgramsRecoverIt()
    {
        await using var bench = new Workbench();
        using var janitor = Janitor(bench);
        using var keys = new KeyDirectory();
        string name = keys.NewPosixName("shmdashboard-");
        using var segment = PosixSegment.Create(name, 4096);
        try
        {
            using var holder = NativeChild.Start();
            holder.Do($"map /dev/shm/{name}");
            holder.Do($"init 96 plain");
            holder.Do($"lock 96");
            var living = janitor.Plan(SegmentId.Posix(name), MaintenanceAction.ReleaseLock);
            holder.Kill();
            var release = janitor.Plan(SegmentId.Posix(name), MaintenanceAction.ReleaseLock);
            var repair = janitor.Plan(SegmentId.Posix(name), MaintenanceAction.RepairLock);

            Assert.StartsWith(
                $"Cannot release the lock of 'posix:{name}': it is a pthread mutex inside the segment, at offset 96, which only the programs",
                living.Problem!.ToString(), StringComparison.Ordinal);
            Assert.Contains("at offset 96, whose holder has ended. It is not robust: end the programs", release.Problem!.ToString(), StringComparison.Ordinal);
            Assert.Contains("at offset 96, whose holder has ended. It is not robust: end the programs", repair.Problem!.ToString(), StringComparison.Ordinal);
            Assert.Equal(MaintenanceFailure.NotFound, release.Failure);
        }
        finally
        {
            PosixSegment.Unlink(name);
        }
    }

    [Fact]
    public async Task PlanOfALock_SegmentWithoutAny_SaysWhichLocksCanBeSetRight()
    {
        await using var bench = new Workbench();
        using var janitor = Janitor(bench);
        using var keys = new KeyDirectory();
        string name = keys.NewPosixName("shmdashboard-");
        using var segment = PosixSegment.Create(name, 4096);
        try
        {
            Assert.Contains("no lock of Qt's and no POSIX semaphore", janitor.Plan(SegmentId.Posix(name), MaintenanceAction.ReleaseLock).Problem!.ToString(), StringComparison.Ordinal);
            Assert.Contains("no lock of Qt's is known of it", janitor.Plan(SegmentId.Posix(name), MaintenanceAction.RepairLock).Problem!.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            PosixSegment.Unlink(name);
        }
    }

    [Fact]
    public async Task ReleaseLock_AnotherSemaphoreHasTheNameNow_IsRefused()
    {
        await using var bench = new Workbench();
        using var janitor = Janitor(bench);
        using var posix = new PosixLock();
        string aside = $"/dev/shm/sem.old-{posix.Name}";
        try
        {
            using var first = NativeChild.Start();
            first.Do($"semcreate /{posix.Name} 0");
            var seen = bench.Locks.Read(bench.Catalog.Find(posix.Id)!).FileIdentity;
            string situation = janitor.Plan(posix.Id, MaintenanceAction.ReleaseLock).Situation;
            // Kept under another name, so that its inode is not given to the next.
            File.Move("/dev/shm/sem." + posix.Name, aside);
            using var second = NativeChild.Start();
            second.Do($"semcreate /{posix.Name} 0");

            var result = await janitor.CarryOutAsync(posix.Id, MaintenanceAction.ReleaseLock, situation, true, Workbench.Token);
            var direct = Assert.Throws<RemovalException>(() => AbandonedSemaphore.Release(posix.Name, seen));

            Assert.Equal(MaintenanceFailure.SituationChanged, result.Failure);
            Assert.True(direct.SituationChanged);
            Assert.Equal(0, bench.Locks.Read(bench.Catalog.Find(posix.Id)!).Value);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    [Fact]
    public async Task RestoreAsync_NotInTheTrash_SaysSo()
    {
        await using var bench = new Workbench();
        using var janitor = Janitor(bench);

        var result = await janitor.RestoreAsync("1/../../etc/passwd", Workbench.Token);

        Assert.Equal("Cannot put back '1/../../etc/passwd': it is not in the trash any more. Look again.", result.Sentence.ToString());
    }

    private static SegmentJanitor Janitor(Workbench bench) => new(bench.Catalog, bench.Reader, readOnly: false, TimeProvider.System);

    private static LockReading Reading(Workbench bench) =>
        bench.Locks.Read(bench.Catalog.Find(bench.Id)!);

    // Where Qt's own ways of breaking it end: a create() on a held lock sets 1, and the holder's unlock() makes 2 of that.
    private static void Damage(Workbench bench) => LibC.SemCtl(Reading(bench).SemaphoreId!.Value, 0, LibC.SETVAL, 2);

    /// <summary>A POSIX segment of a name of its own, with room for the semaphore that Qt would give it.</summary>
    private sealed class PosixLock : IDisposable
    {
        private readonly PosixSegment _segment;

        public PosixLock() => _segment = PosixSegment.Create(Name, 10);

        public string Name { get; } = $"test-{Guid.NewGuid():N}";

        public SegmentId Id => SegmentId.Posix(Name);

        /// <summary>One has the semaphore, and another waits for it.</summary>
        public async Task HoldAsync(Workbench bench, NativeChild holder, NativeChild waiter)
        {
            holder.Do($"semcreate /{Name} 1");
            holder.Do($"semwait");
            waiter.Do($"semopen /{Name}");
            waiter.Tell($"semwait");
            await Workbench.Eventually(() => bench.Locks.Read(bench.Catalog.Find(Id)!).WaiterCount == 1 ? "waits" : null);
        }

        public void Dispose()
        {
            _segment.Dispose();
            File.Delete("/dev/shm/sem." + Name);
            PosixSegment.Unlink(Name);
        }
    }

    private sealed class PausingTime(Action paused) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            paused();
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
