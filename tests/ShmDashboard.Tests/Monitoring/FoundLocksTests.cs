using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Monitoring.Waiting;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Tests.Monitoring.Health;
using ShmDashboard.Tests.SharedMemory;

namespace ShmDashboard.Tests.Monitoring;

/// <summary>Locks of which no name tells, in the structures of programs that know nothing of us: glibc's own, and the kernel's.</summary>
[Collection(KernelCollection.Name)]
[Trait("Category", "Kernel")]
public sealed class FoundLocksTests : IDisposable
{
    private const int Place = 12_312;

    private readonly KeyDirectory _keys = new();
    private readonly string _name;
    private readonly PosixSegment _segment;
    private readonly int _key = 0x6c000000 | (Random.Shared.Next(0xffff) << 2);
    private int _shmId = -1;
    private int _semId = -1;

    public FoundLocksTests()
    {
        _name = _keys.NewPosixName("shmdashboard-");
        _segment = PosixSegment.Create(_name, 65_536);
    }

    public unsafe void Dispose()
    {
        _segment.Dispose();
        PosixSegment.Unlink(_name);
        if (_shmId >= 0)
            LibC.ShmCtl(_shmId, LibC.IPC_RMID, null);
        if (_semId >= 0)
            LibC.SemCtl(_semId, 0, LibC.IPC_RMID, 0);
        _keys.Dispose();
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("recursive")]
    [InlineData("robust")]
    [InlineData("inherit")]
    public async Task LookAround_SomebodyWaitsForAMutexAnywhere_NamesHolderAndWaiterAndTheDead(string kind)
    {
        await using var bench = Bench();
        using var holder = Mapped();
        using var waiter = Mapped();
        holder.Do($"init {Place} {kind}");
        holder.Do($"lock {Place}");
        waiter.Tell($"lock {Place}");

        var held = await Until(bench, row => row.Standing.Waiters.Length == 1);

        Assert.Equal((LockState.Held, LockKind.ProcessMutex), (held.Standing.State, held.Standing.Kind));
        Assert.Equal((holder.Pid, waiter.Pid), (held.Standing.Holder!.Value.Pid, held.Standing.Waiters[0].Pid));
        Assert.Equal(Place, Assert.Single(held.OtherLocks).Offset);
        Assert.False(held.Standing.HolderIsInferred);
        Assert.Contains(WaitGraph.Of([held]).Waits, wait => wait.Waiter.Pid == waiter.Pid && wait.Lock.Where == $"mutex at offset {Place}");

        holder.Kill();
        if (kind is "robust" or "inherit")
            return; // The kernel hands it over.
        var orphaned = await Until(bench, row => row.Standing.HolderEnded);

        Assert.Equal(waiter.Pid, orphaned.Standing.Waiters[0].Pid);
        var state = Machines.With(orphaned) with { NowUtc = orphaned.Standing.HeldSinceUtc!.Value.AddSeconds(5) };
        Assert.Equal(
            (FindingKind.DeadHolder, FindingSeverity.Alarm),
            HealthExaminer.Examine(state).Where(finding => finding.Kind == FindingKind.DeadHolder).Select(finding => (finding.Kind, finding.Severity)).Single());
    }

    [Fact]
    public async Task LookAround_MutexOnceWaitedFor_IsKnownFromThenOn()
    {
        await using var bench = Bench();
        using var holder = Mapped();
        using var waiter = Mapped();
        holder.Do($"init {Place} plain");
        holder.Do($"lock {Place}");
        waiter.Tell($"lock {Place}");
        await Until(bench, row => row.Standing.Waiters.Length == 1);
        holder.Do($"unlock {Place}");
        waiter.Answer();

        // Nobody waits any more.
        Assert.Equal(waiter.Pid, (await Until(bench, row => row.Standing.Holder?.Pid == waiter.Pid)).Standing.Holder!.Value.Pid);
        waiter.Do($"unlock {Place}");
        Assert.Equal(LockState.Free, (await Until(bench, row => row.Standing.State == LockState.Free)).Standing.State);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("recursive")]
    [InlineData("robust")]
    [InlineData("robustrecursive")]
    [InlineData("inherit")]
    public async Task LookAround_MutexHeldInTheFirstPage_IsFoundWithoutAnyWaiter(string kind)
    {
        await using var bench = Bench();
        using var holder = Mapped();
        holder.Do($"init 96 {kind}");
        holder.Do($"lock 96");

        var held = await Until(bench, row => row.Standing.State == LockState.Held);

        Assert.Equal((96, holder.Pid), (held.OtherLocks[0].Offset, held.Standing.Holder!.Value.Pid));
    }

    [Fact]
    public async Task LookAround_RobustMutexWhoseHolderDied_IsFoundWithoutAnyWaiter()
    {
        await using var bench = Bench();
        using var witness = Mapped();
        using var holder = Mapped();
        holder.Do($"init 96 robust");
        holder.Do($"lock 96");
        holder.Kill();

        var lost = await Until(bench, row => row.Standing.State == LockState.Damaged);

        Assert.Equal((96, true), (lost.OtherLocks[0].Offset, lost.Standing.HolderEnded));
        Assert.Contains($"lost its owner (thread {holder.Pid})", lost.Standing.Problem!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LookAround_SemaphoreInside_IsHeldByWhoIsLeftToHaveIt()
    {
        await using var bench = Bench();
        using var holder = Mapped();
        using var waiter = Mapped();
        holder.Do($"seminit {Place} 1");
        holder.Do($"semtake {Place}");
        waiter.Tell($"semtake {Place}");

        var held = await Until(bench, row => row.Standing is { Kind: LockKind.EmbeddedSemaphore, Waiters.Length: 1 });

        Assert.Equal((LockState.Held, waiter.Pid), (held.Standing.State, held.Standing.Waiters[0].Pid));
        Assert.Equal((holder.Pid, true), (held.Standing.Holder?.Pid, held.Standing.HolderIsInferred));
        holder.Kill();
        Assert.Contains("nobody is left", (await Until(bench, row => row.Standing.HolderEnded)).Standing.Problem!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("read", 0)]
    [InlineData("write", 0)]
    [InlineData("read", 1)]
    [InlineData("write", 1)]
    public async Task LookAround_SomebodyWaitsForAWriter_NamesBothAndTheDead(string waitsTo, int writersFirst)
    {
        await using var bench = Bench();
        using var writer = Mapped();
        using var waiter = Mapped();
        writer.Do($"rwinit {Place} {writersFirst}");
        writer.Do($"write {Place}");
        waiter.Tell(System.Runtime.CompilerServices.FormattableStringFactory.Create(waitsTo + " {0}", Place));

        var held = await Until(bench, row => row.Standing is { Kind: LockKind.ReadWriteLock, Waiters.Length: 1 });

        Assert.Equal((LockState.Held, writer.Pid, waiter.Pid), (held.Standing.State, held.Standing.Holder?.Pid, held.Standing.Waiters[0].Pid));
        Assert.Equal((Place, false), (Assert.Single(held.OtherLocks).Offset, held.OtherLocks[0].Shared));
        Assert.Contains(WaitGraph.Of([held]).Waits, wait => wait.Waiter.Pid == waiter.Pid);

        writer.Kill();
        var orphaned = await Until(bench, row => row.Standing.HolderEnded);

        var state = Machines.With(orphaned) with { NowUtc = orphaned.Standing.HeldSinceUtc!.Value.AddSeconds(5) };
        Assert.Contains(HealthExaminer.Examine(state), finding => finding is { Kind: FindingKind.DeadHolder, Severity: FindingSeverity.Alarm });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LookAround_HolderDiesInMemoryWithoutAName_IsToldThoughNobodyAsksForIt(bool isMemFd)
    {
        await using var bench = Bench();
        using var owner = ChildProcess.Start();
        owner.Do($"run f = os.memfd_create('locked'); os.ftruncate(f, 65536); os.dup2(f, 99)");
        string file = isMemFd ? $"/proc/{owner.Pid}/fd/99" : "/dev/shm/" + _name;
        using var holder = Mapped(file);
        using var waiter = Mapped(file);
        PosixSegment.Unlink(_name);
        holder.Do($"init {Place} plain");
        holder.Do($"lock {Place}");
        waiter.Tell($"lock {Place}");
        var held = await UntilUnnamed(row => row.Standing.Waiters.Length == 1);
        holder.Kill();
        var orphaned = await UntilUnnamed(row => row.Standing.HolderEnded);

        Assert.Equal((holder.Pid, waiter.Pid), (held.Standing.Holder?.Pid, orphaned.Standing.Waiters[0].Pid));
        Assert.Empty(bench.Monitor.Current.Unnamed);
        var state = Machines.Empty with { UnnamedWithLocks = [orphaned], NowUtc = orphaned.Standing.HeldSinceUtc!.Value.AddSeconds(5) };
        Assert.Contains(HealthExaminer.Examine(state), finding => finding is { Kind: FindingKind.DeadHolder, Severity: FindingSeverity.Alarm });

        Task<SegmentRow> UntilUnnamed(Func<SegmentRow, bool> wanted) => Workbench.Eventually(async () =>
            (await bench.Monitor.LookAroundAsync(Workbench.Token)).UnnamedWithLocks.SingleOrDefault(wanted));
    }

    [Fact]
    public async Task LookAround_ReaderKilled_NobodyIsLeftWhoCouldGiveTheLockBack()
    {
        await using var bench = Bench();
        using var reader = Mapped();
        using var waiter = Mapped();
        reader.Do($"rwinit {Place} 0");
        reader.Do($"read {Place}");
        waiter.Tell($"write {Place}");
        var held = await Until(bench, row => row.Standing is { Kind: LockKind.ReadWriteLock, Waiters.Length: 1 });
        reader.Kill();

        var orphaned = await Until(bench, row => row.Standing.HolderEnded);

        Assert.False(held.Standing.HolderEnded);
        Assert.Contains("nobody is left", orphaned.Standing.Problem!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LookAround_SomebodyWaitsForReaders_CountsThemAndNamesNone_AndKnowsTheLockFromThenOn()
    {
        await using var bench = Bench();
        using var reader = Mapped();
        using var other = Mapped();
        using var waiter = Mapped();
        reader.Do($"rwinit {Place} 0");
        reader.Do($"read {Place}");
        other.Do($"read {Place}");
        waiter.Tell($"write {Place}");

        var held = await Until(bench, row => row.Standing is { Kind: LockKind.ReadWriteLock, Waiters.Length: 1 });
        reader.Do($"rwunlock {Place}");
        other.Do($"rwunlock {Place}");
        waiter.Answer();
        var written = await Until(bench, row => row.Standing.Holder is not null);
        waiter.Do($"rwunlock {Place}");
        var free = await Until(bench, row => row.Standing.State == LockState.Free);

        Assert.Equal((LockState.Held, true, 2), (held.OtherLocks[0].State, held.OtherLocks[0].Shared, held.OtherLocks[0].Value));
        Assert.Null(held.Standing.Holder);
        Assert.Equal((waiter.Pid, 0, 0), (written.Standing.Holder!.Value.Pid, written.Standing.WaiterCount, written.Standing.Value));
        Assert.Equal(LockKind.ReadWriteLock, Assert.Single(free.OtherLocks).Kind);
    }

    [Fact]
    public async Task LookAround_SomebodyWaitsForNews_IsToldAndNotCalledALock()
    {
        await using var bench = Bench();
        using var waiter = Mapped();
        waiter.Tell($"news {Place}");

        var row = await Until(bench, row => row.OtherLocks.Any(found => found.Kind == LockKind.OtherWait));

        Assert.Equal((LockState.None, waiter.Pid), (row.Standing.State, row.OtherLocks[0].Waiters.Single().Pid));
        Assert.StartsWith("condition variable", row.OtherLocks[0].Where, StringComparison.Ordinal);
        Assert.Empty(WaitGraph.Of([row]).Waits);
    }

    [Fact]
    public async Task LookAround_AgainAtOnce_StillTellsWhoWaits()
    {
        await using var bench = Bench();
        using var waiter = Mapped();
        waiter.Tell($"news {Place}");
        await Until(bench, row => row.OtherLocks.Any(found => found.Kind == LockKind.OtherWait));

        // Who waits is not asked at each of them.
        for (int look = 0; look < 30; look++)
        {
            var list = await bench.Monitor.LookAroundAsync(Workbench.Token);
            Assert.Contains(list.Rows.Single(row => row.Id == SegmentId.Posix(_name)).OtherLocks, found => found.Kind == LockKind.OtherWait);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1 << 24)]
    public async Task LookAround_SetBesideASystemVSegment_IsItsLockAsAGuess(int step)
    {
        await using var bench = Bench();
        using var holder = NativeChild.Start();
        using var waiter = NativeChild.Start();
        Make(_key, _key + step);
        holder.Do($"attach {_key}");
        waiter.Do($"attach {_key}");
        Assert.Equal(LockState.Free, (await Until(bench, row => row.Standing.Kind == LockKind.SemaphoreSet, SegmentId.SystemV(_shmId))).Standing.State);

        holder.Do($"setop {_key + step} -1 plain");
        var alone = await Until(bench, row => row.Standing.State == LockState.Held, SegmentId.SystemV(_shmId));
        waiter.Tell($"setop {_key + step} -1 plain");
        var held = await Until(bench, row => row.Standing.Waiters.Length == 1, SegmentId.SystemV(_shmId));
        holder.Kill();
        var orphaned = await Until(bench, row => row.Standing.HolderEnded, SegmentId.SystemV(_shmId));

        Assert.Equal((holder.Pid, true), (alone.Standing.Holder?.Pid, alone.Standing.HolderIsInferred));
        Assert.Equal((holder.Pid, waiter.Pid, _semId), (held.Standing.Holder?.Pid, held.Standing.Waiters[0].Pid, held.Standing.SemaphoreId));
        var state = Machines.With(orphaned) with { NowUtc = TimeProvider.System.GetUtcNow().AddSeconds(5) };
        Assert.Contains(HealthExaminer.Examine(state), finding => finding is { Kind: FindingKind.DeadHolder, Severity: FindingSeverity.Alarm });
    }

    [Fact]
    public async Task LookAround_HolderWithUndoKilled_LeavesTheSetFree()
    {
        await using var bench = Bench();
        using var holder = NativeChild.Start();
        Make(_key, _key);
        holder.Do($"attach {_key}");
        // Made with 1: so that is what free is.
        await Until(bench, row => row.Standing is { State: LockState.Free, Problem: null }, SegmentId.SystemV(_shmId));
        holder.Do($"setop {_key} -1 undo");
        await Until(bench, row => row.Standing.State == LockState.Held, SegmentId.SystemV(_shmId));
        holder.Kill();

        Assert.Equal(LockState.Free, (await Until(bench, row => row.Standing.State == LockState.Free, SegmentId.SystemV(_shmId))).Standing.State);
    }

    [Fact]
    public async Task LookAround_SetAtRestAtZero_CannotBeToldUntilSomebodyWaitsForZero()
    {
        await using var bench = Bench();
        using var user = NativeChild.Start();
        using var waiter = NativeChild.Start();
        Make(_key, _key);
        LibC.SemCtl(_semId, 0, LibC.SETVAL, 0);
        user.Do($"attach {_key}");
        // Stevens: wait for 0, count up; count down to let go.
        user.Do($"setop {_key} 1 plain");
        user.Do($"setop {_key} -1 plain");
        var rest = await Until(bench, row => row.OtherLocks is [{ Problem: not null }], SegmentId.SystemV(_shmId));
        user.Do($"setop {_key} 1 plain");
        waiter.Tell($"setop {_key} 0 plain");
        var held = await Until(bench, row => row.Standing.Waiters.Length == 1, SegmentId.SystemV(_shmId));
        user.Do($"setop {_key} -1 plain");
        var free = await Until(bench, row => row.Standing.State == LockState.Free, SegmentId.SystemV(_shmId));

        Assert.Equal((LockState.None, LockKind.SemaphoreSet, false), (rest.Standing.State, rest.Standing.Kind, rest.Standing.HolderEnded));
        Assert.Contains("taken or free is a convention", rest.Standing.Problem!.ToString(), StringComparison.Ordinal);
        Assert.Equal((LockState.Held, user.Pid, true), (held.Standing.State, held.Standing.Holder?.Pid, held.Standing.HolderIsInferred));
        Assert.Null(free.Standing.Problem);
    }

    [Fact]
    public async Task LookAround_SetMadeAtZeroAndNeverUsed_IsNotCalledFree_NorHeldByItsMaker()
    {
        await using var bench = Bench();
        using var waiter = NativeChild.Start();
        Make(_key, _key + 1);
        LibC.SemCtl(_semId, 0, LibC.SETVAL, 0);
        var untouched = await Until(bench, row => row.Standing.Kind == LockKind.SemaphoreSet, SegmentId.SystemV(_shmId));
        waiter.Do($"attach {_key}");
        waiter.Tell($"setop {_key + 1} -1 plain");
        var taken = await Until(bench, row => row.Standing.Waiters.Length == 1, SegmentId.SystemV(_shmId));
        waiter.Kill();
        var left = await Until(bench, row => row.Standing.WaiterCount == 0, SegmentId.SystemV(_shmId));

        Assert.Equal(LockState.None, untouched.Standing.State);
        Assert.Contains("stands at 0, and nobody waits for it", untouched.Standing.Problem!.ToString(), StringComparison.Ordinal);
        Assert.Equal((LockState.Held, null), (taken.Standing.State, taken.Standing.Holder));
        // What its users wait for is known from then on.
        Assert.Equal(LockState.Held, (await Until(bench, row => row.Standing.State == LockState.Held, SegmentId.SystemV(_shmId))).Standing.State);
        Assert.Null(left.Standing.Holder);
    }

    [Fact]
    public async Task LookAround_SetAtZeroAndItsLastUserEnded_IsNoDeadHolder()
    {
        await using var bench = Bench();
        using var user = NativeChild.Start();
        Make(_key, _key);
        LibC.SemCtl(_semId, 0, LibC.SETVAL, 0);
        user.Do($"setop {_key} 1 plain");
        user.Do($"setop {_key} -1 plain");
        user.Kill();

        var rest = await Until(bench, row => row.OtherLocks is [{ Problem: not null }], SegmentId.SystemV(_shmId));

        var state = Machines.With(rest) with { NowUtc = TimeProvider.System.GetUtcNow().AddSeconds(5) };
        Assert.DoesNotContain(HealthExaminer.Examine(state), finding => finding.Kind == FindingKind.DeadHolder);
    }

    [Fact]
    public async Task LookAround_SetMetAboveZeroAfterUse_IsFreeAsAGuess()
    {
        await using var bench = Bench();
        using var user = NativeChild.Start();
        Make(_key, _key);
        user.Do($"setop {_key} -1 plain");
        user.Do($"setop {_key} 1 plain");

        var free = await Until(bench, row => row.Standing.Kind == LockKind.SemaphoreSet, SegmentId.SystemV(_shmId));

        Assert.Equal(LockState.Free, free.Standing.State);
        Assert.Contains("is a guess", free.Standing.Problem!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LookAround_SetThatIsAnotherSegmentsOwn_IsNotTaken()
    {
        await using var bench = Bench();
        Make(_key, _key + 1);
        int other = LibC.ShmGet(_key + 1, 4096, LibC.IPC_CREAT | LibC.IPC_EXCL | 0x180);
        try
        {
            var list = await bench.Monitor.LookAroundAsync(Workbench.Token);

            Assert.Empty(list.Rows.Single(row => row.Id == SegmentId.SystemV(_shmId)).OtherLocks);
            Assert.Equal(_semId, list.Rows.Single(row => row.Id == SegmentId.SystemV(other)).OtherLocks.Single().SemaphoreId);
        }
        finally
        {
            Remove(other);
        }
    }

    [Fact]
    public async Task LookAround_MutexInASystemVSegment_IsFoundWithoutAttaching()
    {
        await using var bench = Bench();
        using var holder = NativeChild.Start();
        using var waiter = NativeChild.Start();
        Make(_key, _key + 7);
        holder.Do($"attach {_key}");
        waiter.Do($"attach {_key}");
        holder.Do($"init 2048 plain");
        holder.Do($"lock 2048");
        waiter.Tell($"lock 2048");

        var held = await Until(bench, row => row.Standing.Waiters.Length == 1, SegmentId.SystemV(_shmId));

        Assert.Equal((holder.Pid, waiter.Pid), (held.Standing.Holder?.Pid, held.Standing.Waiters[0].Pid));
        Assert.NotEqual(Environment.ProcessId, held.Facts.SystemV!.LastOperator?.Pid);
    }

    [Theory]
    [InlineData("flock /dev/shm/{0} exclusive")]
    [InlineData("flock /dev/shm/{0} shared")]
    [InlineData("setlk /dev/shm/{0} 4096 1 exclusive")]
    public async Task LookAround_LockOnTheFile_IsTheLockState(string command)
    {
        await using var bench = Bench();
        using var holder = NativeChild.Start();
        holder.Do(System.Runtime.CompilerServices.FormattableStringFactory.Create(command, _name));

        var row = await Until(bench, row => row.Standing.State == LockState.Held);

        Assert.Equal((LockKind.FileLock, holder.Pid), (row.Standing.Kind, row.Standing.Holder?.Pid));
        Assert.NotNull(row.Standing.HeldSinceUtc);
        Assert.Contains(WaitGraph.Of([row]).Holds, hold => hold.Holder.Pid == holder.Pid);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LookAround_FileLockedBeforeTheFirstLook_IsHeldForAtLeastSoLong(bool lookedBefore)
    {
        await using var bench = Bench();
        using var holder = NativeChild.Start();
        if (lookedBefore)
            await Until(bench, _ => true);
        holder.Do($"flock /dev/shm/{_name} exclusive");

        var row = await Until(bench, row => row.Standing.State == LockState.Held);

        Assert.Equal(!lookedBefore, row.Standing.HeldAtLeast);
        Assert.Equal(!lookedBefore, Assert.Single(WaitGraph.Of([row]).Holds).AtLeast);
    }

    [Fact]
    public async Task LookAround_MutexTakenBeforeTheFirstLook_IsHeldForAtLeastSoLong_AndFromAfterwardsOnIsNot()
    {
        await using var bench = Bench();
        using var holder = Mapped();
        holder.Do($"init 96 plain");
        holder.Do($"lock 96");
        var before = await Until(bench, row => row.Standing.State == LockState.Held);
        holder.Do($"unlock 96");
        await Until(bench, row => row.Standing.State == LockState.Free);
        holder.Do($"lock 96");

        var after = await Until(bench, row => row.Standing.State == LockState.Held);

        Assert.True(before.Standing.HeldAtLeast);
        Assert.False(after.Standing.HeldAtLeast);
    }

    private static Workbench Bench() => new(new MonitorOptions { AttachmentScanInterval = TimeSpan.Zero, AttachmentScanMaxAge = TimeSpan.Zero });

    private static unsafe void Remove(int shmId) => LibC.ShmCtl(shmId, LibC.IPC_RMID, null);

    private void Make(int segmentKey, int setKey)
    {
        _shmId = LibC.ShmGet(segmentKey, 4096, LibC.IPC_CREAT | LibC.IPC_EXCL | 0x180);
        _semId = LibC.SemGet(setKey, 1, LibC.IPC_CREAT | LibC.IPC_EXCL | 0x180);
        Assert.True(_shmId >= 0 && _semId >= 0);
        LibC.SemCtl(_semId, 0, LibC.SETVAL, 1);
    }

    private NativeChild Mapped(string? file = null)
    {
        var child = NativeChild.Start();
        child.Do($"map {file ?? "/dev/shm/" + _name}");
        return child;
    }

    private async Task<SegmentRow> Until(Workbench bench, Func<SegmentRow, bool> wanted, SegmentId? id = null) =>
        await Workbench.Eventually(async () =>
        {
            var list = await bench.Monitor.LookAroundAsync(Workbench.Token);
            return list.Rows.SingleOrDefault(row => row.Id == (id ?? SegmentId.Posix(_name))) is { } row && wanted(row) ? row : null;
        });
}
