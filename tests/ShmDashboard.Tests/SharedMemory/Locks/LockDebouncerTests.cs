using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Tests.SharedMemory.Locks;

public sealed class LockDebouncerTests
{
    // In a pid namespace of their own these tests have a small number themselves.
    private const int Stranger = 0x3ffffe;

    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly HashSet<int> _ended = [];
    private readonly LockDebouncer _debouncer;

    public LockDebouncerTests() => _debouncer = new LockDebouncer(pid => new ProcessRef(pid, "process " + pid, !_ended.Contains(pid)));

    [Fact]
    public void Observe_HeldOnce_StaysFree()
    {
        Observe(0, Free());
        var status = Observe(10, Held(1));

        Assert.Equal(LockState.Free, status.State);
        Assert.Null(status.Holder);
        Assert.Null(status.HeldSinceUtc);
        Assert.Equal(0, status.Value);
    }

    [Fact]
    public void Observe_HeldTwiceBySameHolder_IsHeldSinceFirstSeen()
    {
        Observe(0, Free());
        Observe(10, Held(1));

        Assert.Equal(LockState.Free, Observe(11, Held(1)).State);
        var status = Observe(12, Held(1));

        Assert.Equal((LockState.Held, 1), (status.State, status.Holder!.Value.Pid));
        Assert.Equal(s_start.AddMilliseconds(10), status.HeldSinceUtc);
        Assert.False(status.HolderIsInferred);
        Assert.Equal(status, _debouncer.Status);
    }

    [Fact]
    public void Observe_SomebodyWaits_IsHeldAtOnce() =>
        Assert.Equal((LockState.Held, 2), (Observe(0, Held(1) with { WaiterCount = 2 }).State, _debouncer.Status.WaiterCount));

    [Fact]
    public void Observe_FreeAndItsHolderGone_SaysWhoEndedUntilSomebodyElseUsesIt()
    {
        Observe(0, Held(1));
        Observe(50, Held(1));
        _ended.Add(1);

        Assert.Equal(new ProcessRef(1, "process 1", Alive: false), Observe(60, Free(1)).EndedHolder);
        Assert.Equal(1, Observe(60_000, Free(1)).EndedHolder?.Pid);
        Assert.Null(Observe(60_010, Free(2)).EndedHolder);
        Assert.Null(Observe(60_020, Free(1)).EndedHolder);
    }

    [Fact]
    public void Observe_WeReadUnderTheLockSince_StillSaysWhoEnded()
    {
        Observe(0, Held(1));
        Observe(50, Held(1));
        _ended.Add(1);

        Assert.Equal(1, Observe(60, Free(Environment.ProcessId)).EndedHolder?.Pid);
    }

    [Fact]
    public void Observe_WeReadUnderTheLockAfterSomebodyElse_SaysNothingMore()
    {
        Observe(0, Held(1));
        Observe(50, Held(1));
        _ended.Add(1);
        Observe(60, Free(Environment.ProcessId));

        // Before our next read the kernel told of another one; that is all that is left to see of it.
        Observe(90, Free(2));
        Assert.Null(Observe(90, Free(Environment.ProcessId)).EndedHolder);
    }

    [Fact]
    public void Observe_HandedOverUnseen_SaysNothingMore()
    {
        Observe(0, Held(1));
        Observe(50, Held(1));
        _ended.Add(1);
        Observe(60, Free(1));

        Assert.Null(_debouncer.Observe(Free(Environment.ProcessId), s_start.AddMilliseconds(90), handedOver: true).EndedHolder);
    }

    [Fact]
    public void Observe_SomebodyElseOnlyLookedSince_StillSaysWhoEnded()
    {
        ImmutableArray<Attachment> users = [User(1), User(Stranger)];
        Observe(0, Held(1), users);
        Observe(50, Held(1), users);
        _ended.Add(1);

        // Another dashboard was quicker, and is met in the act.
        Assert.Equal(1, Observe(60, Free(2), users).EndedHolder?.Pid);
        Assert.Equal((LockState.Free, 1), (Observe(70, Held(2), users).State, _debouncer.Status.EndedHolder?.Pid));
        Assert.Equal(1, Observe(80, Free(2), [.. users, User(2, writable: false)]).EndedHolder?.Pid);
        Assert.Null(Observe(90, Free(Stranger), users).EndedHolder);
    }

    [Fact]
    public void Observe_SomebodyElseIsMetLookingAsItEnds_StillSaysWhoEnded()
    {
        ImmutableArray<Attachment> users = [User(1)];
        Observe(0, Held(1), users);
        Observe(50, Held(1), users);
        _ended.Add(1);

        Assert.Null(Observe(60, Held(2), users).EndedHolder);
        Assert.Equal(1, Observe(70, Free(2), users).EndedHolder?.Pid);
    }

    [Fact]
    public void Observe_SomebodyElseLooksWhileItIsStillEnding_StillSaysWhoEnded()
    {
        // The kernel gives the lock back before the process is seen to have ended.
        ImmutableArray<Attachment> users = [User(1)];
        Observe(0, Held(1), users);
        Observe(50, Held(1), users);

        Assert.Null(Observe(60, Free(2), users).EndedHolder);
        _ended.Add(1);
        Assert.Equal(1, Observe(70, Free(2), users).EndedHolder?.Pid);
    }

    [Fact]
    public void Observe_SomebodyElseWorksWithTheLockSince_SaysNothingMore()
    {
        ImmutableArray<Attachment> users = [User(1)];
        Observe(0, Held(1), users);
        Observe(50, Held(1), users);
        _ended.Add(1);
        Observe(60, Free(1), users);
        Observe(70, Held(2), users);

        // Only a scan tells that it came to stay.
        Assert.Equal(1, Observe(80, Held(2), users).EndedHolder?.Pid);
        Assert.Null(Observe(90, Held(2), [User(2)]).EndedHolder);
        _ended.Add(2);
        Assert.Equal(2, Observe(100, Free(2), [User(2)]).EndedHolder?.Pid);
    }

    [Fact]
    public void Observe_NextHolderNotYetScannedEnds_IsSaid()
    {
        ImmutableArray<Attachment> users = [User(1)];
        Observe(0, Held(1), users);
        Observe(50, Held(1), users);
        Observe(60, Free(1), users);
        Observe(70, Held(2), users);
        Observe(80, Held(2), users);
        _ended.Add(2);

        Assert.Equal(2, Observe(90, Free(2), users).EndedHolder?.Pid);
    }

    [Fact]
    public void Observe_GoneOnlyAfterTheNextLook_IsNoticed()
    {
        Observe(0, Held(1));
        Observe(50, Held(1));

        Assert.Null(Observe(60, Free(1)).EndedHolder);
        _ended.Add(1);
        Assert.Equal(1, Observe(100, Free(1)).EndedHolder?.Pid);
    }

    [Fact]
    public void Observe_EndsLongAfterLettingGo_IsNoMatterOfTheLock()
    {
        Observe(0, Held(1));
        Observe(50, Held(1));
        Observe(60, Free(1));
        _ended.Add(1);

        Assert.Null(Observe(10_000, Free(1)).EndedHolder);
    }

    [Fact]
    public void Observe_HeldForAnInstantByWhoEnds_IsNotSaid()
    {
        // attach() and detach() hold it for microseconds: one look at that proves nothing.
        Observe(0, Free(1));
        Observe(10, Held(1));
        _ended.Add(1);

        Assert.Null(Observe(20, Free(1)).EndedHolder);
    }

    [Fact]
    public void Observe_AnotherHolder_StartsAnew()
    {
        Observe(0, Held(1));
        Observe(50, Held(1));

        Assert.Equal(LockState.Free, Observe(60, Held(2)).State);
        Assert.Equal(s_start.AddMilliseconds(60), Observe(70, Held(2)).HeldSinceUtc);
    }

    [Fact]
    public void Observe_AnotherSet_StartsAnew()
    {
        Observe(0, Held(1));
        Observe(50, Held(1));
        Assert.Equal(LockState.Free, Observe(60, Held(1) with { SemaphoreId = 8 }).State);
    }

    [Fact]
    public void Observe_TakenAgainBySameProcess_StartsAnew()
    {
        Observe(0, Held(1, operation: 0));
        Observe(3000, Held(1, operation: 0));

        Assert.Equal(LockState.Free, Observe(4000, Held(1, operation: 4)).State);
        Assert.Equal(s_start.AddMilliseconds(4000), Observe(4500, Held(1, operation: 4)).HeldSinceUtc);
    }

    [Fact]
    public void Observe_HeldLongBeforeWeLooked_BelievesTheSemaphore()
    {
        Observe(60_000, Held(1, operation: 5));
        Assert.Equal(s_start.AddSeconds(5), Observe(60_010, Held(1, operation: 5)).HeldSinceUtc);
    }

    [Fact]
    public void Observe_SeenFreeAfterThatSecond_BelievesWhatWeSaw()
    {
        Observe(59_990, Free());
        Observe(60_000, Held(1, operation: 5));
        Assert.Equal(s_start.AddSeconds(60), Observe(60_010, Held(1, operation: 5)).HeldSinceUtc);
    }

    [Fact]
    public void Observe_Released_IsFreeAtOnce()
    {
        Observe(0, Held(1));
        Observe(10, Held(1));
        var status = Observe(11, Free());
        Assert.Equal((LockState.Free, null), (status.State, status.HeldSinceUtc));
    }

    [Fact]
    public void Observe_HeldAfterDamage_InfersTheHolderUntilTheSetIsNew()
    {
        Observe(0, Free() with { State = LockState.Damaged, Value = 2 });
        Assert.Equal(LockState.Damaged, _debouncer.Status.State);
        Observe(10, Held(1));
        Assert.True(Observe(20, Held(1)).HolderIsInferred);

        Observe(30, Held(1) with { SemaphoreId = 8 });
        Assert.False(Observe(40, Held(1) with { SemaphoreId = 8 }).HolderIsInferred);
    }

    [Fact]
    public void Observe_PosixWithOneUser_InfersIt()
    {
        var reading = new LockReading { State = LockState.Held, Kind = LockKind.PosixSemaphore, FileIdentity = (1, 2) };
        ImmutableArray<Attachment> one = [User(7), User(7)];
        Observe(0, reading, one);

        var status = Observe(10, reading, one);
        Assert.Equal((7, true), (status.Holder!.Value.Pid, status.HolderIsInferred));

        Assert.Null(Observe(20, reading, [User(7), User(8)]).Holder);
        Assert.Null(Observe(20, reading).Holder);
    }

    [Fact]
    public void Observe_QtLockOfUnknownHolder_InfersNobody()
    {
        // Whoever has the segment attached need not have anything to do with its lock.
        Observe(0, Held(0), [User(7)]);
        Assert.Null(Observe(10, Held(0), [User(7)]).Holder);
    }

    [Theory]
    [InlineData(LockState.None)]
    [InlineData(LockState.NotPermitted)]
    public void Observe_OtherStates_PassThrough(LockState state)
    {
        var status = Observe(0, new LockReading { State = state, Problem = "why" });
        Assert.Equal((state, "why"), (status.State, status.Problem?.ToString()));
    }

    private LockStatus Observe(int milliseconds, LockReading reading, ImmutableArray<Attachment> users = default) =>
        _debouncer.Observe(reading, s_start.AddMilliseconds(milliseconds), users);

    private static LockReading Free(int lastPid = 0) =>
        new() { State = LockState.Free, Kind = LockKind.QtSystemV, SemaphoreId = 7, Value = 1, LastPid = lastPid };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Observe_SemaphoreHeldAtTheFirstLook_IsHeldForAtLeastSoLong(bool freeBefore)
    {
        var held = new LockReading { State = LockState.Held, Kind = LockKind.PosixSemaphore };
        if (freeBefore)
            Observe(0, held with { State = LockState.Free, Value = 1 });
        Observe(10, held);
        var status = Observe(20, held);

        Assert.Equal((s_start.AddMilliseconds(10), !freeBefore), (status.HeldSinceUtc, status.HeldAtLeast));
    }

    private static LockReading Held(int pid, int? operation = null) => new()
    {
        State = LockState.Held,
        Kind = LockKind.QtSystemV,
        SemaphoreId = 7,
        LastPid = pid,
        LastOperationUtc = operation is { } seconds ? s_start.AddSeconds(seconds) : null,
    };

    private static Attachment User(int pid, bool writable = true) =>
        new(new ProcessRef(pid, "user", Alive: true), 0x1000, 4096, 0, writable);
}
