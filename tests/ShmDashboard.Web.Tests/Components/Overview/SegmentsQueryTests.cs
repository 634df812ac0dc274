using System.Collections.Immutable;
using Microsoft.AspNetCore.WebUtilities;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.Web.Components.Overview;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Components.Overview;

public sealed class SegmentsQueryTests
{
    private static readonly SegmentRow s_share = Rows.Qt("share", 229397, 3_219_456, Rows.Picture()) with
    {
        Lock = Rows.Held(), Attached = Rows.Attached((4201, "album"), (4312, "player")), UpdatesPerSecond = 29.8, LastChangeUtc = Rows.Noon,
    };

    private static readonly SegmentRow s_camera = Rows.Posix("cam0", 8_294_400, Rows.Picture(1, 2048, 2048, VerdictKind.ChangedDuringRead)) with
    {
        Attached = Rows.Attached((988, "grabber")), UpdatesPerSecond = 60, LastChangeUtc = Rows.Noon - TimeSpan.FromSeconds(1),
    };

    private static readonly SegmentRow s_text = Rows.Qt("MyUniqueKey", 32770, 1024, Rows.Text("Hello, Client!")) with
    {
        LastChangeUtc = Rows.Noon - TimeSpan.FromMinutes(4), HeldByDashboard = true,
    };

    private static readonly SegmentRow s_stale = Rows.Qt("crashed", 65541, 10_650) with
    {
        Stale = true, Lock = new() { State = LockState.Damaged, Value = 2 },
    };

    private static readonly ImmutableArray<SegmentRow> s_all = [s_share, s_camera, s_text, s_stale];

    [Fact]
    public void FileAddress_HoldsWhatIsChosenAndNotHowItIsLaidOut() => Assert.Equal(
        "/api/segments?format=csv&q=a%26b%20%E5%9B%BE&show=stale&sort=-size",
        new SegmentsQuery { Search = "a&b 图", Filter = SegmentFilter.Stale, Sort = SegmentColumn.Size, Descending = true, Wall = true, ByProcess = true }.FileAddress("csv"));

    [Fact]
    public void Apply_Default_KeepsEverythingInTheMonitorsOrder() =>
        Assert.Equal(s_all, SegmentsQuery.Default.Apply(s_all, Rows.Noon));

    [Theory]
    [InlineData("share", "share")]
    [InlineData("SHARE", "share")]
    [InlineData("qt:share", "share")]
    [InlineData("sysv:229397", "share")]
    [InlineData("0x51038015", "share")]
    [InlineData("grabber", "/cam0")]
    [InlineData("4312", "share,MyUniqueKey,crashed")]
    [InlineData("player share", "share")]
    [InlineData("aab90dfe", "share,MyUniqueKey,crashed")]
    [InlineData("alice", "share,/cam0,MyUniqueKey,crashed")]
    [InlineData("zebra", "")]
    [InlineData("share zebra", "")]
    public void Apply_Search_FindsByAnythingKnown(string search, string names) =>
        Assert.Equal(names, Names(new SegmentsQuery { Search = search }));

    [Theory]
    [InlineData(SegmentFilter.All, "share,/cam0,MyUniqueKey,crashed")]
    [InlineData(SegmentFilter.Pictures, "share,/cam0")]
    [InlineData(SegmentFilter.Text, "MyUniqueKey")]
    [InlineData(SegmentFilter.Locked, "share,crashed")]
    [InlineData(SegmentFilter.Stale, "crashed")]
    [InlineData(SegmentFilter.Mine, "MyUniqueKey")]
    public void Apply_Filter_ShowsItsKind(SegmentFilter filter, string names) =>
        Assert.Equal(names, Names(new SegmentsQuery { Filter = filter }));

    [Theory]
    [InlineData(SegmentColumn.Picture, true, "/cam0,share,MyUniqueKey,crashed")]
    [InlineData(SegmentColumn.Name, false, "/cam0,crashed,MyUniqueKey,share")]
    [InlineData(SegmentColumn.Name, true, "share,MyUniqueKey,crashed,/cam0")]
    [InlineData(SegmentColumn.Size, true, "/cam0,share,crashed,MyUniqueKey")]
    [InlineData(SegmentColumn.Lock, false, "share,crashed,MyUniqueKey,/cam0")]
    [InlineData(SegmentColumn.Attached, true, "share,/cam0,MyUniqueKey,crashed")]
    [InlineData(SegmentColumn.Updates, true, "/cam0,share,MyUniqueKey,crashed")]
    [InlineData(SegmentColumn.Changed, true, "share,/cam0,MyUniqueKey,crashed")]
    [InlineData(SegmentColumn.State, false, "crashed,/cam0,share,MyUniqueKey")]
    public void Apply_Sort_OrdersByTheColumn(SegmentColumn column, bool descending, string names) =>
        Assert.Equal(names, Names(new SegmentsQuery { Sort = column, Descending = descending }));

    [Fact]
    public void Apply_SortedByLastChange_RowsThatBothChangeAllTheTimeDoNotSwap()
    {
        var query = new SegmentsQuery { Sort = SegmentColumn.Changed, Descending = true };
        var swapped = s_all.Replace(s_camera, s_camera with { LastChangeUtc = Rows.Noon })
            .Replace(s_share, s_share with { LastChangeUtc = Rows.Noon - TimeSpan.FromSeconds(2) });

        Assert.Equal("share,/cam0,MyUniqueKey,crashed", string.Join(',', query.Apply(swapped, Rows.Noon).Select(row => row.Facts.Name)));
    }

    [Theory]
    [InlineData("", SegmentFilter.All, null, false, false)]
    [InlineData("qt share & more / 图片", SegmentFilter.Locked, SegmentColumn.Changed, true, true)]
    [InlineData("a+b=c", SegmentFilter.Mine, SegmentColumn.Name, false, false)]
    public void FromUri_OfItsOwnParameters_IsTheSame(string search, SegmentFilter filter, SegmentColumn? sort, bool descending, bool wall)
    {
        var query = new SegmentsQuery { Search = search, Filter = filter, Sort = sort, Descending = descending, Wall = wall };

        string uri = QueryHelpers.AddQueryString("http://localhost/", query.ToParameters()
            .Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => (string?)pair.Value!.ToString()));

        Assert.Equal(query, SegmentsQuery.FromUri(uri));
    }

    [Theory]
    [InlineData("http://localhost/?show=nonsense&sort=-nonsense&view=cinema")]
    [InlineData("http://localhost/?show=3&sort=2")]
    [InlineData("http://localhost/?show=&sort=&q=")]
    public void FromUri_NotUnderstood_IsAsIfAbsent(string uri) =>
        Assert.Equal(SegmentsQuery.Default, SegmentsQuery.FromUri(uri) with { Descending = false });

    [Fact]
    public void SortedBy_ThreeClicks_BestDirectionThenTheOtherThenNone()
    {
        var once = SegmentsQuery.Default.SortedBy(SegmentColumn.Size);
        var twice = once.SortedBy(SegmentColumn.Size);

        Assert.Equal((SegmentColumn.Size, true), (once.Sort, once.Descending));
        Assert.Equal((SegmentColumn.Size, false), (twice.Sort, twice.Descending));
        Assert.Null(twice.SortedBy(SegmentColumn.Size).Sort);
        Assert.False(SegmentsQuery.Default.SortedBy(SegmentColumn.Name).Descending);
    }

    [Theory]
    [InlineData(LockKind.FileLock)]
    [InlineData(LockKind.ProcessMutex)]
    [InlineData(LockKind.SemaphoreSet)]
    [InlineData(LockKind.EmbeddedSemaphore)]
    public void Shows_LockOfAnotherKindHeld_IsLocked(LockKind kind)
    {
        var row = Rows.Posix("cam0") with { OtherLocks = [new() { Kind = kind, State = LockState.Held, Where = "somewhere" }] };

        Assert.True(SegmentsQuery.Shows(SegmentFilter.Locked, row));
        Assert.False(SegmentsQuery.Shows(SegmentFilter.Locked, row with { OtherLocks = [row.OtherLocks[0] with { Kind = LockKind.OtherWait, State = LockState.None }] }));
    }

    private static string Names(SegmentsQuery query) =>
        string.Join(',', query.Apply(s_all, Rows.Noon).Select(row => row.Facts.Name));
}
