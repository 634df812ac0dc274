using System.Collections.Immutable;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Monitoring.Sweeping;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.Monitoring.Sweeping;

/// <summary>A tracker is remembered only for as long as it is certain to be the right one.</summary>
public sealed class TrackerRollTests : IAsyncDisposable
{
    private static readonly SegmentFacts s_a = ScriptedRows.Posix("a").Facts;
    private static readonly SegmentFacts s_b = ScriptedRows.Posix("b").Facts;

    private readonly Workbench _bench = new();
    private readonly TrackerRoll _roll;
    private long _asked;

    public TrackerRollTests() => _roll = new TrackerRoll(Registry);

    private SegmentRegistry Registry => _bench.Monitor.Registry;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public void Find_SameFactsAgain_IsKnownOnceNothingCameMeanwhile()
    {
        // The first sweep makes the trackers, so what it found may have moved.
        Assert.Equal(0, Sweep(s_a, s_b));
        Assert.Equal(0, Sweep(s_a, s_b));
        Assert.Equal(2, Sweep(s_a, s_b));
    }

    [Fact]
    public void Find_OtherFacts_AreLookedUp()
    {
        Settle(s_a, s_b);

        Assert.Equal(1, Sweep(s_a, s_b with { ResidentBytes = 5 }));
        Assert.Equal(1, Sweep(s_a));
    }

    [Fact]
    public void Find_AnIdLeadsElsewhere_NothingIsKnown()
    {
        Settle(s_a, s_b);

        Registry.Get(SegmentId.Qt("new"), ++_asked);

        Assert.Equal(0, Sweep(s_a, s_b));
    }

    [Fact]
    public void End_OneIsMissing_TellsIt()
    {
        Settle(s_a, s_b);

        Sweep(out var missing, s_a);

        Assert.Same(Registry.TryFind(s_b.Id), Assert.Single(missing));
    }

    [Fact]
    public void End_WatchedAndNeverThere_IsToldEachTime()
    {
        var nowhere = Registry.Get(SegmentId.Qt("nowhere"), ++_asked);
        Settle(s_a, s_b);

        Sweep(out var missing, s_a, s_b);

        Assert.Equal([nowhere], missing);
    }

    private void Settle(params SegmentFacts[] all)
    {
        Sweep(all);
        Sweep(all);
    }

    private int Sweep(params SegmentFacts[] all) => Sweep(out _, all);

    /// <summary>How many were known.</summary>
    private int Sweep(out ImmutableArray<SegmentTracker> missing, params SegmentFacts[] all)
    {
        int known = 0;
        _asked++;
        _roll.Begin([.. all]);
        for (int i = 0; i < all.Length; i++)
        {
            if (_roll.Find(i) is { } tracker)
            {
                known++;
                Assert.Same(Registry.TryFind(all[i].Id), tracker);
            }
            else
            {
                _roll.Set(i, Registry.Update(all[i], _asked, _ => []));
            }
        }

        missing = _roll.End();
        return known;
    }
}
