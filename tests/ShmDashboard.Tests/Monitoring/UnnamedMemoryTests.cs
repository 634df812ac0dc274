using ShmDashboard.Monitoring.Maintenance;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Tests.SharedMemory;

namespace ShmDashboard.Tests.Monitoring;

[Collection(KernelCollection.Name)]
[Trait("Category", "Kernel")]
public sealed class UnnamedMemoryTests
{
    private readonly string _name = $"test-{Guid.NewGuid():N}";

    [Fact]
    public async Task LookAround_NobodyAsks_CountsWithoutListing()
    {
        using var child = Start("f = os.memfd_create('NAME')");
        await using var bench = Bench();

        var list = await bench.Monitor.LookAroundAsync(Workbench.Token);

        Assert.Empty(list.Unnamed);
        Assert.DoesNotContain(list.Rows, row => row.Facts.Unnamed is not null);
        Assert.True(list.UnnamedCount > 0);
    }

    [Fact]
    public async Task ShowUnnamed_UntilDisposed_ListsThemApart()
    {
        using var child = Start("f = os.memfd_create('NAME')");
        await using var bench = Bench();
        await bench.Monitor.LookAroundAsync(Workbench.Token);

        using (bench.Monitor.ShowUnnamed())
        {
            var list = await bench.Monitor.LookAroundAsync(Workbench.Token);

            Assert.Single(list.Unnamed, row => row.Facts.Name == _name);
            Assert.DoesNotContain(list.Rows, row => row.Facts.Name == _name);
        }

        Assert.Empty((await bench.Monitor.LookAroundAsync(Workbench.Token)).Unnamed);
    }

    [Fact]
    public async Task Watch_PictureInAMemFd_IsDecodedAndFollowed()
    {
        byte[][] pictures = new[] { Workbench.Png(1), Workbench.Png(2) };
        using var child = Start($"f = os.memfd_create('NAME'); os.pwrite(f, bytes.fromhex('{Convert.ToHexString(pictures[0])}'), 0)");
        await using var bench = Bench();
        using var shown = bench.Monitor.ShowUnnamed();
        var row = (await bench.Monitor.LookAroundAsync(Workbench.Token)).Unnamed.Single(row => row.Facts.Name == _name);
        bench.Monitor.Start();
        using var watch = bench.Monitor.Watch(row.Id);

        var first = await watch.WaitForNewerAsync(0, Workbench.Token).WaitAsync(Workbench.Patience, Workbench.Token);
        child.Do($"run os.pwrite(f, bytes.fromhex('{Convert.ToHexString(pictures[1])}'), 0)");
        var second = await watch.WaitForNewerAsync(first.Frame!.Sequence, Workbench.Token).WaitAsync(Workbench.Patience, Workbench.Token);

        Assert.True(first.Frame.Payload.IsPicture);
        Assert.True(second.Frame!.Payload.IsPicture);
    }

    [Fact]
    public async Task Watch_AfterNobodyAsksForAllAnyMore_GoesOn()
    {
        using var child = Start("f = os.memfd_create('NAME'); os.pwrite(f, b'Hello', 0)");
        await using var bench = Bench();
        SegmentRow row;
        using (bench.Monitor.ShowUnnamed())
            row = (await bench.Monitor.LookAroundAsync(Workbench.Token)).Unnamed.Single(row => row.Facts.Name == _name);
        using var watch = bench.Monitor.Watch(row.Id);
        await bench.Monitor.LookAsync(row.Id, Workbench.Token);

        await bench.Monitor.LookAroundAsync(Workbench.Token);

        Assert.False(watch.Row!.Gone);
    }

    [Fact]
    public async Task Plan_ForMemoryWithoutAName_IsRefused()
    {
        using var child = Start("f = os.memfd_create('NAME'); os.pwrite(f, b'Hello', 0)");
        await using var bench = Bench();
        using var shown = bench.Monitor.ShowUnnamed();
        var id = (await bench.Monitor.LookAroundAsync(Workbench.Token)).Unnamed.Single(row => row.Facts.Name == _name).Id;
        using var janitor = new SegmentJanitor(bench.Catalog, bench.Reader, readOnly: false, new TimeWithoutPauses());

        var write = bench.Publisher.Plan(id, PayloadKind.File, 5);
        var removal = janitor.Plan(id, MaintenanceAction.Remove);

        Assert.Equal((PublishAction.Refuse, PublishFailure.BadTarget), (write.Action, write.Failure));
        Assert.Equal($"Cannot remove '{id}': it has no name that could be taken away. It goes when the last process lets go of it.",
            removal.Problem?.ToString());
    }

    private static Workbench Bench() => new(new MonitorOptions { AttachmentScanInterval = TimeSpan.Zero });

    private ChildProcess Start(string code)
    {
        var child = ChildProcess.Start();
        child.Do($"run {code.Replace("NAME", _name, StringComparison.Ordinal)}");
        return child;
    }

    // What nobody can attach is not waited for.
    private sealed class TimeWithoutPauses : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            throw new InvalidOperationException("It is waited for.");
    }
}
