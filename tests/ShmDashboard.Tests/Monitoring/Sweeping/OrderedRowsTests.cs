using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Monitoring.Sweeping;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.Monitoring.Sweeping;

/// <summary>The list keeps its order and, where nothing changed, its very array; whatever happens to a row shows in it.</summary>
public sealed class OrderedRowsTests : IAsyncDisposable
{
    private readonly Workbench _bench = new();
    private readonly OrderedRows _rows;
    private long _asked;

    public OrderedRowsTests() => _rows = new OrderedRows(Registry);

    private SegmentRegistry Registry => _bench.Monitor.Registry;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public void Refresh_NothingChanged_KeepsTheArray()
    {
        See(ScriptedRows.Posix("b").Facts, ScriptedRows.SystemV().Facts, ScriptedRows.Posix("a").Facts, ScriptedRows.Qt("z").Facts);
        _rows.Refresh();
        var before = _rows.Named;

        _rows.Refresh();

        Assert.True(before == _rows.Named);
        Assert.Equal(["z", "131072", "/a", "/b"], Names());
    }

    [Fact]
    public void Refresh_RowChanged_ShowsItInItsPlace()
    {
        var facts = ScriptedRows.Posix("a").Facts;
        See(facts, ScriptedRows.Posix("b").Facts);
        _rows.Refresh();
        var before = _rows.Named;

        See(facts with { ResidentBytes = 17 });
        _rows.Refresh();

        Assert.Equal(["/a", "/b"], Names());
        Assert.Equal(17, _rows.Named[0].Facts.ResidentBytes);
        Assert.NotEqual(17, before[0].Facts.ResidentBytes);
        Assert.Same(before[1], _rows.Named[1]);
    }

    [Fact]
    public void Refresh_NameBecameKnown_MovesIt()
    {
        var facts = ScriptedRows.Posix("b").Facts;
        See(ScriptedRows.Posix("a").Facts, facts);
        _rows.Refresh();

        Registry.TryFind(facts.Id)!.Update(facts with { Name = "/0" }, [], ++_asked);
        _rows.Refresh();

        Assert.Equal(["/0", "/a"], Names());
    }

    [Fact]
    public void Refresh_WatchedOneGoneAndBack_IsLeftOutMeanwhile()
    {
        var facts = ScriptedRows.Posix("b").Facts;
        See(ScriptedRows.Posix("a").Facts, facts);
        var tracker = Registry.TryFind(facts.Id)!;
        tracker.AddWatcher();
        _rows.Refresh();

        Registry.Miss(tracker, ++_asked);
        _rows.Refresh();
        Assert.Equal(["/a"], Names());

        See(facts);
        _rows.Refresh();
        Assert.Equal(["/a", "/b"], Names());
    }

    [Fact]
    public void Refresh_AnotherCame_IsSortedIn()
    {
        See(ScriptedRows.Posix("b").Facts);
        _rows.Refresh();

        See(ScriptedRows.Posix("a").Facts);
        _rows.Refresh();

        Assert.Equal(["/a", "/b"], Names());
    }

    private void See(params SegmentFacts[] all)
    {
        _asked++;
        foreach (var facts in all)
            Registry.Update(facts, _asked, _ => []);
    }

    private IEnumerable<string> Names() => _rows.Named.Select(row => row.Facts.Name);
}
