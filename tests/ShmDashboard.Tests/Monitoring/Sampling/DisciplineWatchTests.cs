using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Reading;

namespace ShmDashboard.Tests.Monitoring.Sampling;

public sealed class DisciplineWatchTests
{
    private const int Writer = 4312;
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly int s_us = Environment.ProcessId;

    private readonly DisciplineWatch _watch = new();

    [Fact]
    public void Observe_LockOperatedWithEachChange_IsBelievedAfterFour()
    {
        Look(0, Writer);
        for (int i = 1; i <= 3; i++)
        {
            Look(i, Writer, changed: true);
            Assert.Equal(WriterDiscipline.Unknown, _watch.State);
        }

        Look(4, Writer, changed: true);

        Assert.Equal(WriterDiscipline.Keeps, _watch.State);
    }

    [Fact]
    public void Observe_ChangeSecondsAfterTheLastOperation_IsCaughtAtOnce()
    {
        Look(1, Writer, operation: -1);
        Look(1.1, Writer, operation: -1, changed: true);

        Assert.Equal(WriterDiscipline.Ignores, _watch.State);
    }

    [Fact]
    public void Observe_ChangeWithinTheSecondOfTheLastOperation_SaysNothing()
    {
        Look(1.5, Writer, operation: 1);
        for (int i = 0; i < 40; i++)
            Look(1.6 + (i * 0.001), Writer, operation: 1, changed: true);

        Assert.Equal(WriterDiscipline.Unknown, _watch.State);
    }

    [Fact]
    public void Observe_LockNeverOperatedAtAll_IsCaught()
    {
        Observe(At(0, Reading(Writer, null)));
        Observe(At(0.01, Reading(Writer, null)) with { Changed = true });

        Assert.Equal(WriterDiscipline.Ignores, _watch.State);
    }

    [Fact]
    public void Observe_HeldInALookThatWasPassed_CountsAsOperated()
    {
        Look(5, Writer, operation: 1);
        for (int i = 1; i <= 4; i++)
        {
            _watch.Pass(At(5 + i, Reading(Writer, 1, LockState.Held)));
            Look(5.5 + i, Writer, operation: 1, changed: true);
        }

        Assert.Equal(WriterDiscipline.Keeps, _watch.State);
    }

    [Fact]
    public void Observe_WeWereTheLastTwice_IsOddOnceAndCaughtTheSecondTime()
    {
        OurTurn(1, before: Writer);
        OurTurn(2, before: s_us, changed: true);
        Assert.Equal(WriterDiscipline.Unknown, _watch.State);

        OurTurn(3, before: s_us, changed: true);

        Assert.Equal(WriterDiscipline.Ignores, _watch.State);
    }

    [Fact]
    public void Observe_OneOddChangeAmongMany_IsNotVouchedForButForgiven()
    {
        OurTurn(0, before: Writer);
        for (int turn = 1; turn <= 6; turn++)
            OurTurn(turn, before: Writer, changed: true);
        Assert.Equal(WriterDiscipline.Keeps, _watch.State);

        OurTurn(7, before: s_us, changed: true);
        Assert.Equal(WriterDiscipline.Unknown, _watch.State);
        OurTurn(8, before: Writer, changed: true);

        Assert.Equal(WriterDiscipline.Keeps, _watch.State);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(1, false)]
    public void Observe_TurnOfOursBetweenOrHandedOver_SaysNothing(int step, bool handedOver)
    {
        int turn = 0;
        OurTurn(turn, before: Writer);
        for (int i = 0; i < 5; i++)
        {
            turn += step;
            OurTurn(turn, before: s_us, changed: true, handedOver: handedOver || step == 1);
        }

        Assert.NotEqual(WriterDiscipline.Ignores, _watch.State);
    }

    [Fact]
    public void Observe_TornTwiceBetweenWholeOnes_IsCaughtAndTornAlwaysIsNot()
    {
        for (int i = 0; i < 10; i++)
            Observe(At(i, Reading(Writer, i)) with { Changed = true, Torn = true });
        Assert.NotEqual(WriterDiscipline.Ignores, _watch.State);

        Observe(At(10, Reading(Writer, 10)) with { Changed = true, Whole = true });
        Observe(At(11, Reading(Writer, 11)) with { Changed = true, Torn = true });
        Observe(At(12, Reading(Writer, 12)) with { Changed = true, Torn = true });

        Assert.Equal(WriterDiscipline.Ignores, _watch.State);
    }

    [Fact]
    public void Observe_ChangedWhileWeHeldTheLock_IsCaught()
    {
        OurTurn(0, before: Writer);
        Observe(OfOurTurn(1, Writer) with { Changed = true, ChangedUnderOurLock = true });

        Assert.Equal(WriterDiscipline.Ignores, _watch.State);
    }

    [Fact]
    public void Observe_CaughtLongAgo_BeginsAnew()
    {
        Look(1, Writer, operation: -1);
        Look(1.1, Writer, operation: -1, changed: true);
        Look(32, Writer, operation: 31, changed: true);

        Assert.Equal(WriterDiscipline.Unknown, _watch.State);
    }

    [Fact]
    public void Observe_WeWriteOurselvesOrAPosixLock_SaysNothing()
    {
        Observe(At(1, Reading(s_us, -1)));
        Observe(At(1.1, Reading(s_us, -1)) with { Changed = true, WeMayWrite = true });
        Assert.Equal(WriterDiscipline.Unknown, _watch.State);

        var posix = new LockReading { State = LockState.Free, Kind = LockKind.PosixSemaphore };
        Observe(At(2, posix));
        Observe(At(3, posix) with { Changed = true });
        Assert.Equal(WriterDiscipline.Unknown, _watch.State);
    }

    [Fact]
    public void Reset_AfterItWasCaught_KnowsNothing()
    {
        Look(1, Writer, operation: -1);
        Look(1.1, Writer, operation: -1, changed: true);
        _watch.Reset();

        Assert.Equal(WriterDiscipline.Unknown, _watch.State);
    }

    private void Observe(DisciplineLook look) => _watch.Observe(look);

    private void Look(double at, int pid, double? operation = null, bool changed = false) =>
        Observe(At(at, Reading(pid, operation ?? at)) with { Changed = changed });

    private void OurTurn(int turn, int before, bool changed = false, bool handedOver = false) =>
        Observe(OfOurTurn(turn, before) with { Changed = changed, LockHandedOver = handedOver });

    private static DisciplineLook OfOurTurn(int turn, int before) => At(0.001 * turn, Reading(before, 0)) with
    {
        After = Reading(s_us, 0),
        Route = ReadRoute.LockedAttach,
        LockTurn = turn,
    };

    private static DisciplineLook At(double seconds, LockReading reading) => new()
    {
        StartedUtc = s_start.AddSeconds(seconds),
        Before = reading,
        After = reading,
        Route = ReadRoute.PeerMemory,
    };

    private static LockReading Reading(int pid, double? operation, LockState state = LockState.Free) => new()
    {
        State = state,
        Kind = LockKind.QtSystemV,
        SemaphoreId = 5,
        LastPid = pid,
        LastOperationUtc = operation is { } seconds ? s_start.AddSeconds(Math.Floor(seconds)) : null,
    };
}
