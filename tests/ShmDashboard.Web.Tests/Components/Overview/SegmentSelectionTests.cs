using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Web.Components.Overview;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Components.Overview;

public sealed class SegmentSelectionTests
{
    private static readonly SegmentRow s_share = Rows.Qt("share", frame: Rows.Picture());
    private static readonly SegmentRow s_camera = Rows.Posix("cam0");
    private static readonly SegmentRow s_text = Rows.Qt("text", 7, 1024, Rows.Text("Hello"));

    private readonly SegmentSelection _selection = new();

    [Fact]
    public void Take_SameRowsInAnotherList_SaysThatNothingMoved()
    {
        Assert.True(Take(SegmentsQuery.Default, s_share, s_camera));

        Assert.False(Take(SegmentsQuery.Default, s_share, s_camera));
        Assert.False(Take(SegmentsQuery.Default, s_share, s_camera with { UpdatesPerSecond = 1 }));
    }

    [Fact]
    public void Take_RowsComeGoOrChangePlaces_SaysSoAndCounts()
    {
        Take(SegmentsQuery.Default, s_share, s_camera);

        Assert.True(Take(SegmentsQuery.Default, s_share, s_text, s_camera));
        Assert.Equal((3, 1, 1), (_selection.Count(SegmentFilter.All), _selection.Count(SegmentFilter.Pictures), _selection.Count(SegmentFilter.Text)));
        Assert.True(Take(SegmentsQuery.Default, s_text, s_share, s_camera));
        Assert.True(Take(SegmentsQuery.Default, s_text, s_share));
        Assert.Equal([s_text, s_share], _selection.Rows);
    }

    [Fact]
    public void Take_RowComesToAnotherFilter_CountsAgain()
    {
        Take(SegmentsQuery.Default, s_share, s_camera);

        Assert.True(Take(SegmentsQuery.Default, s_share, s_camera with { Stale = true }));
        Assert.Equal(1, _selection.Count(SegmentFilter.Stale));
    }

    [Fact]
    public void Take_OtherWordsSearched_LooksAtKnownRowsAgain()
    {
        Take(new SegmentsQuery { Search = "cam" }, s_share, s_camera);
        Assert.Equal([s_camera], _selection.Rows);

        Assert.True(Take(new SegmentsQuery { Search = "shar" }, s_share, s_camera));
        Assert.Equal([s_share], _selection.Rows);
        Assert.True(Take(new SegmentsQuery { Search = "shar" }, s_share with { Facts = s_share.Facts with { Name = "sharp", OwnerName = "bob" } }, s_text with { Facts = s_text.Facts with { Name = "shark" } }));
        Assert.Equal(2, _selection.Rows.Length);
    }

    [Fact]
    public void Take_SortedByChange_MovesAsTimeGoesBy()
    {
        var now = Rows.Noon;
        var quick = s_share with { LastChangeUtc = now };
        var slow = s_camera with { LastChangeUtc = now - TimeSpan.FromSeconds(1) };
        var query = SegmentsQuery.Default.SortedBy(SegmentColumn.Changed);
        _selection.Take([slow, quick], query, now);
        Assert.Equal([slow, quick], _selection.Rows);

        _selection.Take([slow, quick], query, now + TimeSpan.FromSeconds(10));

        Assert.Equal([quick, slow], _selection.Rows);
    }

    [Fact]
    public void Take_ThousandsOfWhichFewChange_CostsAlmostNothing()
    {
        var rows = Enumerable.Range(0, 5000).Select(index => Rows.Qt("segment-" + index.ToString(CultureInfo.InvariantCulture), index)).ToImmutableArray();
        var query = new SegmentsQuery { Search = "segment" };
        _selection.Take(rows, query, Rows.Noon);
        for (int i = 0; i < 20; i++) _selection.Take(rows.SetItem(i, rows[i] with { UpdatesPerSecond = i }), query, Rows.Noon);
        long began = Stopwatch.GetTimestamp(), allocated = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 100; i++) _selection.Take(rows.SetItem(i, rows[i] with { UpdatesPerSecond = i }), query, Rows.Noon);

        // What ten seconds of a busy page bring. It was 60 ms on two cores; the bound leaves room for a busy machine.
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalMilliseconds, 0, 1500);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - allocated) / 100, 0, 800_000);
    }

    private bool Take(SegmentsQuery query, params ImmutableArray<SegmentRow> rows) => _selection.Take(rows, query, Rows.Noon);
}
