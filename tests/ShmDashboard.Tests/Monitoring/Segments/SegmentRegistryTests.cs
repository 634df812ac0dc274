using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.Monitoring.Segments;

/// <summary>Who looks for one segment meets who looks for all of them; neither may undo what the other knows better.</summary>
public sealed class SegmentRegistryTests
{
    [Fact]
    public async Task Miss_AskedBeforeTheSegmentWasLookedFor_KeepsIt()
    {
        await using var bench = new Workbench();
        var registry = bench.Monitor.Registry;
        var tracker = registry.Get(bench.Id, askedAt: 20);

        registry.Miss(tracker, askedAt: 10);

        Assert.Same(tracker, registry.TryFind(bench.Id));
    }

    [Fact]
    public async Task Miss_AskedLater_ForgetsIt()
    {
        await using var bench = new Workbench();
        var registry = bench.Monitor.Registry;

        registry.Miss(registry.Get(bench.Id, askedAt: 20), askedAt: 21);

        Assert.Null(registry.TryFind(bench.Id));
    }

    [Fact]
    public async Task Update_DroppedMeanwhile_GoesToTheTrackerThatIsKnown()
    {
        await using var bench = new Workbench();
        var registry = bench.Monitor.Registry;
        var facts = await MakeAsync(bench);
        SegmentTracker? dropped = null;

        var tracker = registry.Update(facts, askedAt: 20, got =>
        {
            if (dropped is null)
                registry.Miss(dropped = got, askedAt: 20);
            return [];
        });

        Assert.NotSame(dropped, tracker);
        Assert.Same(tracker, registry.TryFind(facts.Id));
        Assert.Equal(facts.Identity, tracker.Row?.Facts.Identity);
    }

    [Fact]
    public async Task Update_FoundMissingByWhoAskedLater_IsNotThere()
    {
        await using var bench = new Workbench();
        var registry = bench.Monitor.Registry;
        var facts = await MakeAsync(bench);

        var tracker = registry.Update(facts, askedAt: 20, got =>
        {
            registry.Miss(got, askedAt: 30);
            return [];
        });

        Assert.Null(tracker.Row);
        Assert.Null(registry.TryFind(facts.Id));
    }

    [Fact]
    public async Task Get_ByAnotherIdOfAKnownSegment_IsItsTracker()
    {
        await using var bench = new Workbench();
        var registry = bench.Monitor.Registry;
        var other = SegmentId.Posix("other");
        var facts = await MakeAsync(bench) with { Aliases = [other] };

        var tracker = registry.Update(facts, askedAt: 20, _ => []);

        Assert.Same(tracker, registry.Get(other, askedAt: 21));
    }

    [Fact]
    public async Task Get_ByAnIdThatASegmentGoesByNoMore_IsAnotherTracker()
    {
        await using var bench = new Workbench();
        var registry = bench.Monitor.Registry;
        SegmentId before = SegmentId.Posix("before"), now = SegmentId.Posix("now");
        var facts = await MakeAsync(bench);
        var tracker = registry.Update(facts with { Aliases = [before] }, askedAt: 20, _ => []);

        registry.Renew(tracker, facts with { Aliases = [now] }, [], askedAt: 21);

        Assert.NotSame(tracker, registry.Get(before, askedAt: 22));
        Assert.Same(tracker, registry.Get(now, askedAt: 22));
    }

    [Fact]
    public async Task Get_ByAnotherIdOfAForgottenSegment_IsAnotherTracker()
    {
        await using var bench = new Workbench();
        var registry = bench.Monitor.Registry;
        var other = SegmentId.Posix("other");
        var tracker = registry.Update(await MakeAsync(bench) with { Aliases = [other] }, askedAt: 20, _ => []);

        registry.Miss(tracker, askedAt: 21);

        Assert.NotSame(tracker, registry.Get(other, askedAt: 22));
    }

    private static async Task<SegmentFacts> MakeAsync(Workbench bench)
    {
        await bench.Publisher.PublishTextAsync(bench.Id, "there", PayloadKind.Utf8Text, null, Workbench.Token);
        return bench.Catalog.Find(bench.Id)!;
    }
}
