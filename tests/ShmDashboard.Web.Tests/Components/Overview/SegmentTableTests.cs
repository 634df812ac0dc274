using System.Collections.Immutable;
using Bunit;
using MudBlazor;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Overview;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Components.Overview;

public sealed class SegmentTableTests : ComponentTest
{
    private static readonly ImmutableArray<SegmentRow> s_rows =
        [Rows.Qt("share", frame: Rows.Picture()), Rows.Posix("cam0"), Rows.Qt("text", 7, 1024, Rows.Text("Hello, <b>Client</b>!"))];

    private readonly SegmentRowFeed _feed;
    private string? _problem;

    public SegmentTableTests()
    {
        SetupMud();
        _feed = new() { ProblemOf = id => id == s_rows[0].Id ? _problem : null };
    }

    [Fact]
    public async Task Update_OneRowReplaced_RendersOnlyThatOne()
    {
        var table = RenderTable(s_rows);
        int[] before = table.FindComponents<SegmentTableRow>().Select(row => row.RenderCount).ToArray();

        await Act(() => _feed.Update(s_rows.SetItem(1, s_rows[1] with { UpdatesPerSecond = 3 })));

        int[] after = table.FindComponents<SegmentTableRow>().Select(row => row.RenderCount).ToArray();
        Assert.Equal([before[0], before[1] + 1, before[2]], after);
        Assert.Contains("3.0 /s", table.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_SameRowsAgain_LeavesTheTableAlone()
    {
        var table = RenderTable(s_rows);
        var inner = table.FindComponent<MudTable<TableLine>>();
        int before = inner.RenderCount;

        table.Render(parameters => parameters.Add(component => component.Rows, s_rows.SetItem(0, s_rows[0] with { UpdatesPerSecond = 3 })));
        Assert.Equal(before, inner.RenderCount);

        table.Render(parameters => parameters.Add(component => component.Rows, s_rows.RemoveAt(0)));
        Assert.Equal(2, table.FindAll("tbody tr.mud-table-row").Count);
    }

    [Fact]
    public async Task ProblemsChanged_OnlyThePictureProblemChanged_RendersTheRowAgain()
    {
        var table = RenderTable(s_rows);

        _problem = "The browser cannot decode it.";
        await Act(_feed.MarksChanged);

        Assert.Equal("The browser cannot decode it.", Read(table.Find(".over")));
    }

    [Fact]
    public void Render_ByProcess_HeadsEachProcessesSegments()
    {
        SegmentRow[] rows = [Rows.Qt("a", 1), Rows.Posix("nobody"), Rows.Qt("b", 2), Rows.Posix("cam0") with { Attached = Rows.Attached((988, "grabber")) }];
        var query = SegmentsQuery.Default with { ByProcess = true };

        var table = RenderTable(query.Apply([.. rows], Rows.Noon), query);

        Assert.Equal(["grabber988 · segments: 1", "/cam0", "player4312 · segments: 2", "a", "b", "Nobody's · segments: 1", "/nobody"],
            table.FindAll("tbody tr.mud-table-row").Select(row => Read(row.QuerySelector("td.head") ?? row.QuerySelector("a.name")!)));
        Assert.Equal("/process/988", table.Find("td.head a").GetAttribute("href"));
    }

    [Fact]
    public async Task Pick_RowsAndAll_AsksForTheChoice()
    {
        SegmentChoice? asked = null;
        _feed.Update(s_rows);
        var table = Render<SegmentTable>(parameters => parameters
            .Add(component => component.Rows, s_rows).Add(component => component.Feed, _feed).Add(component => component.Query, SegmentsQuery.Default)
            .Add(component => component.Choice, SegmentChoice.None).Add(component => component.ChoiceRequested, choice => asked = choice));

        await Act(() => table.FindAll("td.pick input")[1].Change(true));
        Assert.Equal([s_rows[1]], asked!.Among(s_rows));

        table.Render(parameters => parameters.Add(component => component.Choice, asked));
        Assert.Equal([false, true, false], table.FindAll("td.pick input").Select(box => box.HasAttribute("checked")));
        await Act(() => table.Find("th.pick input").Change(true));
        Assert.Equal(3, asked!.Count);
        Assert.Equal(0, asked.ToggleAll(s_rows).Count);
    }

    [Fact]
    public void Layout_HidesColumnsAndKeepsWidths()
    {
        var layout = TableLayout.Default.Toggle(SegmentColumn.Lock).WithWidth(SegmentColumn.Name, 240);

        var table = RenderTable(s_rows, SegmentsQuery.Default with { Layout = layout });

        Assert.Equal(7, table.FindAll("th").Count);
        Assert.Empty(table.FindAll("td.lock"));
        Assert.Equal("width:240px", table.Find("col[data-column=Name]").GetAttribute("style"));
    }

    [Fact]
    public async Task Resized_ByTheScript_AsksForTheLayout()
    {
        TableLayout? asked = null;
        var table = Render<SegmentTable>(parameters => parameters
            .Add(component => component.Rows, s_rows).Add(component => component.Feed, _feed)
            .Add(component => component.Query, SegmentsQuery.Default).Add(component => component.LayoutRequested, layout => asked = layout));

        await table.InvokeAsync(() => table.Instance.Resized("Size", 5));
        Assert.Equal(TableLayout.MinWidth, asked?.WidthOf(SegmentColumn.Size));

        asked = null;
        await table.InvokeAsync(() => table.Instance.Resized("99", 100));
        Assert.Null(asked);
    }

    [Fact]
    public void Render_Sorted_TellsAssistiveTechnology()
    {
        var table = RenderTable(s_rows, SegmentsQuery.Default.SortedBy(SegmentColumn.Size));

        Assert.Equal("descending", table.FindAll("th")[(int)SegmentColumn.Size].GetAttribute("aria-sort"));
        Assert.All(table.FindAll("th").Where((_, index) => index != (int)SegmentColumn.Size), head => Assert.Equal("none", head.GetAttribute("aria-sort")));
    }

    [Fact]
    public async Task Click_EachHead_AsksForItsColumn()
    {
        var asked = new List<SegmentColumn>();
        var table = RenderTable(s_rows, sorted: asked.Add);

        foreach (var column in Enum.GetValues<SegmentColumn>()) await Act(() => table.FindAll("th button")[(int)column].Click());

        Assert.Equal(Enum.GetValues<SegmentColumn>(), asked);
    }

    [Fact]
    public void Render_Row_LinksToItsPageAndSaysSizeExactly()
    {
        var row = RenderTable([Rows.Qt("Größe 图片/#1", size: 3_219_456)]).Find("tbody tr.mud-table-row");

        Assert.Equal("/segment/qt%3AGr%C3%B6%C3%9Fe%20%E5%9B%BE%E7%89%87%2F%231", row.QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal(("3.07 MiB", "3,219,456 B"), (Read(row.QuerySelector(".size")!), row.QuerySelector(".size")!.GetAttribute("title")));
    }

    [Fact]
    public void Render_Row_NamesTheDashboardAndCountsTheRest()
    {
        var row = Rows.Qt("busy") with
        {
            Attached = [new ProcessRef(Environment.ProcessId, "whatever", true), .. Rows.Attached((6_000_002, "a"), (6_000_003, "b"), (6_000_004, "c"), (6_000_005, "d"))],
        };

        Assert.Equal($"dashboard {Environment.ProcessId}, a 6000002, b 6000003 +2", Read(RenderTable([row]).Find("td.attached")));
        Assert.Equal("nobody", Read(RenderTable([Rows.Qt("alone")]).Find("td.attached")));
    }

    [Fact]
    public void Render_Contents_PictureOnCanvasTextAsTextNeverAsMarkup()
    {
        var table = RenderTable(s_rows);

        Assert.Equal("qt:share", table.Find("canvas").GetAttribute("data-segment"));
        Assert.Equal("Hello, <b>Client</b>!", Read(table.Find(".text")));
    }

    private IRenderedComponent<SegmentTable> RenderTable(
        ImmutableArray<SegmentRow> rows, SegmentsQuery? query = null, Action<SegmentColumn>? sorted = null)
    {
        _feed.Update(rows);
        return Render<SegmentTable>(parameters => parameters
            .Add(component => component.Rows, rows)
            .Add(component => component.Feed, _feed)
            .Add(component => component.Query, query ?? SegmentsQuery.Default)
            .Add(component => component.SortRequested, sorted ?? (_ => { })));
    }
}
