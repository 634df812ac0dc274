using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Monitoring.Waiting;
using ShmDashboard.SharedMemory.Locks;
using static ShmDashboard.Tests.Monitoring.ScriptedRows;

namespace ShmDashboard.Tests.Monitoring.Waiting;

public sealed class WaitGraphTests
{
    [Fact]
    public void Cycles_TwoProcessesCrosswise_NamesBothAndBothKeys()
    {
        var graph = WaitGraph.Of([Qt("a").HeldBy(P(1), P(2)), Qt("b").HeldBy(P(2), P(1))]);

        var cycle = Assert.Single(graph.Cycles);
        Assert.Equal(
            "p1 (100) holds 'a' and waits for 'b'. p2 (200) holds 'b' and waits for 'a'. Neither can go on.", cycle.Story.ToString());
        Assert.Equal([100, 200], cycle.Processes.Select(process => process.Pid));
        Assert.Equal(["a", "b"], cycle.Locks.Select(node => node.Name));
    }

    [Fact]
    public void Cycles_FiveProcessesOverThreeSegments_FindsBothDeadlocks()
    {
        // p1 and p2 block each other over a and b; p3 has locked c twice; p4 and p5 only wait for them.
        var graph = WaitGraph.Of(
        [
            Qt("a").HeldBy(P(1), P(2), P(4)), Qt("b").HeldBy(P(2), P(1)), Qt("c").HeldBy(P(3), P(3), P(5)),
        ]);

        Assert.Equal(
        [
            "p1 (100) holds 'a' and waits for 'b'. p2 (200) holds 'b' and waits for 'a'. Neither can go on.",
            "p3 (300) holds 'c' and waits for it again. It cannot go on.",
        ], graph.Cycles.Select(cycle => cycle.Story.ToString()));
        Assert.Equal([100, 200, 300, 400, 500], graph.Processes.Select(process => process.Pid));
        Assert.Equal(["a", "b", "c"], graph.Locks.Select(node => node.Name));
        Assert.Equal(3, graph.Holds.Length);
        Assert.Equal(5, graph.Waits.Length);
    }

    [Fact]
    public void Cycles_RingOfThree_GoesAroundFromTheLowestPid()
    {
        var graph = WaitGraph.Of([Qt("c").HeldBy(P(3), P(2)), Qt("a").HeldBy(P(1), P(3)), Qt("b").HeldBy(P(2), P(1))]);

        Assert.Equal(
            "p1 (100) holds 'a' and waits for 'b'. p2 (200) holds 'b' and waits for 'c'. " +
            "p3 (300) holds 'c' and waits for 'a'. None of the 3 can go on.", Assert.Single(graph.Cycles).Story.ToString());
    }

    [Fact]
    public void Cycles_WaitingInTwoThreads_FindsBothRings()
    {
        var graph = WaitGraph.Of(
            [Qt("a").HeldBy(P(1), P(2), P(3)), Qt("b").HeldBy(P(2), P(1)), Qt("c").HeldBy(P(3), P(1))]);

        Assert.Equal(2, graph.Cycles.Length);
        Assert.All(graph.Cycles, cycle => Assert.Equal(100, cycle.Processes[0].Pid));
    }

    [Fact]
    public void Cycles_Chain_HasNone()
    {
        var graph = WaitGraph.Of([Qt("a").HeldBy(P(1), P(2)), Qt("b").HeldBy(P(2), P(3)), Qt("c").HeldBy(P(3), P(4))]);

        Assert.Empty(graph.Cycles);
        Assert.Equal(3, graph.Waits.Length);
    }

    [Fact]
    public void Cycles_SameNameTwice_TellsThemApartByPid()
    {
        var one = P(1) with { Name = "viewer" };
        var two = P(2) with { Name = "viewer" };

        var graph = WaitGraph.Of([Qt("a").HeldBy(one, two), Qt("b").HeldBy(two, one)]);

        Assert.Equal(
            "viewer (100) holds 'a' and waits for 'b'. viewer (200) holds 'b' and waits for 'a'. Neither can go on.",
            Assert.Single(graph.Cycles).Story.ToString());
    }

    [Fact]
    public void Cycles_HolderInferred_SaysSo()
    {
        var guessed = Qt("b").HeldBy(P(2), P(1));
        guessed = guessed with { Lock = guessed.Lock with { HolderIsInferred = true } };

        var cycle = Assert.Single(WaitGraph.Of([Qt("a").HeldBy(P(1), P(2)), guessed]).Cycles);

        Assert.True(cycle.Inferred);
        Assert.EndsWith("Neither can go on. That p2 (200) holds 'b' is inferred.", cycle.Story.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownWaiters_CountedButNotFound_AreCountedAndJoinNoRing()
    {
        var row = Qt("a").HeldBy(P(1), P(2));
        row = row with { Lock = row.Lock with { WaiterCount = 4, WaitersKnown = false } };

        var graph = WaitGraph.Of([row]);

        Assert.Equal(3, graph.UnknownWaiters);
        Assert.Empty(graph.Cycles);
    }

    [Fact]
    public void Of_HolderUnknown_KeepsTheLockAndItsWaiters()
    {
        var row = Qt("a").HeldBy(P(1), P(2));

        var graph = WaitGraph.Of([row with { Lock = row.Lock with { Holder = null } }]);

        Assert.Equal("a", Assert.Single(graph.Locks).Name);
        Assert.Empty(graph.Holds);
        Assert.Empty(graph.Cycles);
    }

    [Theory]
    [InlineData(LockState.Free)]
    [InlineData(LockState.None)]
    [InlineData(LockState.NotPermitted)]
    [InlineData(LockState.Damaged)]
    public void Of_NotHeld_IsEmpty(LockState state)
    {
        var row = Qt("a");

        Assert.Empty(WaitGraph.Of([row with { Lock = row.Lock with { State = state } }]).Locks);
    }

    [Fact]
    public void ClosedUtc_IsWhenTheLastLockWasTaken()
    {
        var late = Qt("b").HeldBy(P(2), P(1));
        late = late with { Lock = late.Lock with { HeldSinceUtc = Noon.AddSeconds(-5) } };

        var graph = WaitGraph.Of([Qt("a").HeldBy(P(1), P(2)), late]);

        Assert.Equal(Noon.AddSeconds(-5), Assert.Single(graph.Cycles).ClosedUtc);
    }

    [Fact]
    public void Of_AnyOrderOfRows_IsTheSame()
    {
        SegmentRow[] rows = [Qt("a").HeldBy(P(1), P(2)), Qt("b").HeldBy(P(2), P(1)), Qt("c").HeldBy(P(3), P(3))];

        var forward = WaitGraph.Of([.. rows]);
        var backward = WaitGraph.Of([.. rows.Reverse()]);

        Assert.Equal(forward.Holds, backward.Holds);
        Assert.Equal(forward.Waits, backward.Waits);
        Assert.Equal(forward.Cycles.Select(cycle => cycle.Story.ToString()), backward.Cycles.Select(cycle => cycle.Story.ToString()));
    }
}
