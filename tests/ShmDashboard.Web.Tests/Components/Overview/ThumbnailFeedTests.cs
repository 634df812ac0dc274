using System.Collections.Concurrent;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Overview;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Components.Overview;

public sealed class ThumbnailFeedTests : IDisposable
{
    private static readonly SegmentId s_share = SegmentId.Qt("share");

    private readonly FakeSegmentMonitor _monitor = new();
    private readonly ManualTime _time = new(Rows.Noon);
    // The feed works on threads of its own.
    private readonly ConcurrentQueue<ThumbnailOrder[]> _orders = new();
    private readonly ConcurrentQueue<ThumbnailReport> _finished = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ThumbnailFeed _feed;
    private readonly Task _running;
    private int _problemChanges;

    public ThumbnailFeedTests()
    {
        _monitor.Show(Rows.Noon, Rows.Qt("share", frame: Rows.Picture(5)), Rows.Posix("cam0", frame: Rows.Picture(8, bytes: 4_000_000)));
        _feed = new ThumbnailFeed(_monitor, _time, PaintAsync, () => Interlocked.Increment(ref _problemChanges));
        _running = _feed.RunAsync(_stop.Token);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _feed.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task SetVisible_PictureThere_OrdersItOnceAndWatchesIt()
    {
        await See(s_share);

        Assert.Equal(new ThumbnailOrder("qt:share", 5), Assert.Single(_orders.SelectMany(batch => batch)));
        Assert.Equal([s_share], _monitor.Watched);
    }

    [Fact]
    public async Task NewFrame_WhileTheBrowserStillPaints_WaitsForIt()
    {
        await See(s_share);

        _monitor.Replace(Rows.Qt("share", frame: Rows.Picture(6)));
        await Tick(3);
        Assert.Single(_orders.SelectMany(batch => batch));

        _finished.Enqueue(new("qt:share", 5, "painted", null));
        await Until(() => Advanced(Ordered == 2));
        Assert.Equal([5, 6], _orders.SelectMany(batch => batch).Select(order => order.Sequence));
    }

    [Fact]
    public async Task Painted_ANewerOneThanOrdered_IsNotOrderedAgain()
    {
        await See(s_share);

        _finished.Enqueue(new("qt:share", 7, "painted", null));
        await Tick(2);
        _monitor.Replace(Rows.Qt("share", frame: Rows.Picture(7)));
        await Tick(3);

        Assert.Single(_orders.SelectMany(batch => batch));
    }

    [Fact]
    public async Task LargePicture_ChangingAllTheTime_IsOrderedFourTimesASecondAtMost()
    {
        var camera = SegmentId.Posix("cam0");
        await See(camera);
        long sequence = 8;
        for (int tick = 0; tick < 60; tick++)
        {
            _finished.Enqueue(new("posix:cam0", sequence, "painted", null));
            _monitor.Replace(Rows.Posix("cam0", frame: Rows.Picture(++sequence, bytes: 4_000_000)));
            await Tick(1);
        }

        int seconds = (int)(_time.GetUtcNow() - Rows.Noon).TotalSeconds;
        Assert.InRange(Ordered, 4, 1 + 4 * (seconds + 1));
    }

    [Fact]
    public async Task Nothing_Changes_NothingIsAsked()
    {
        await See(s_share);
        _finished.Enqueue(new("qt:share", 5, "painted", null));
        await Until(() => Advanced(_finished.IsEmpty && _time.Waiting == 0));
        int asked = _orders.Count;

        await Tick(20);

        Assert.Equal(asked, _orders.Count);
        Assert.Equal(0, _time.Waiting);
    }

    [Fact]
    public async Task Damaged_Picture_IsNotOrdered()
    {
        var frame = Rows.Picture(9);
        _monitor.Replace(Rows.Qt("share", frame: frame with { Payload = frame.Payload with { Integrity = PayloadIntegrity.Damaged } }));

        _feed.SetVisible(new Dictionary<SegmentId, int> { [s_share] = 1 });
        await Tick(3);

        Assert.Empty(_orders.SelectMany(batch => batch));
    }

    [Fact]
    public async Task SetVisible_OutOfSight_StopsWatching()
    {
        await See(s_share);

        _feed.SetVisible(new Dictionary<SegmentId, int>());

        Assert.Empty(_monitor.Watched);
    }

    [Fact]
    public async Task SetVisible_OtherCanvas_PaintsItAgain()
    {
        await See(s_share);
        _finished.Enqueue(new("qt:share", 5, "painted", null));
        await Tick(2);

        _feed.SetVisible(new Dictionary<SegmentId, int> { [s_share] = 2 });
        await Until(() => Advanced(Ordered == 2));

        Assert.Equal([s_share], _monitor.Watched);
    }

    [Fact]
    public async Task Report_WithProblem_IsRememberedUntilPainted()
    {
        await See(s_share);
        _finished.Enqueue(new("qt:share", 5, "undecodable", "x", "The browser cannot decode this picture."));
        await Until(() => Advanced(Volatile.Read(ref _problemChanges) == 1));
        Assert.NotNull(_feed.ProblemOf(s_share));

        _monitor.Replace(Rows.Qt("share", frame: Rows.Picture(6)));
        await Until(() => Advanced(Ordered == 2));
        _finished.Enqueue(new("qt:share", 6, "painted", null));
        await Until(() => Advanced(Volatile.Read(ref _problemChanges) == 2));
        Assert.Null(_feed.ProblemOf(s_share));
    }

    private async Task See(SegmentId id)
    {
        _feed.SetVisible(new Dictionary<SegmentId, int> { [id] = 1 });
        await Until(() => !_orders.IsEmpty);
    }

    private int Ordered => _orders.Sum(batch => batch.Length);

    private async Task Tick(int times)
    {
        for (int tick = 0; tick < times; tick++)
        {
            _time.Advance(ThumbnailFeed.SmallInterval);
            for (int turn = 0; turn < 20; turn++) await Task.Yield();
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }
    }

    private bool Advanced(bool condition)
    {
        if (!condition) _time.Advance(ThumbnailFeed.SmallInterval);
        return condition;
    }

    private Task<ThumbnailReport[]> PaintAsync(IReadOnlyList<ThumbnailOrder> orders)
    {
        _orders.Enqueue([.. orders]);
        var reports = new List<ThumbnailReport>();
        while (_finished.TryDequeue(out var report)) reports.Add(report);
        return Task.FromResult(reports.ToArray());
    }

    private static Task Until(Func<bool> condition) => Patience.Until(condition);
}
