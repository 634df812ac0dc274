using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Monitoring.Events;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Tests.SharedMemory;

namespace ShmDashboard.Tests.Monitoring.Publishing;

/// <summary>Frames of raw pixels, written into real segments.</summary>
[Collection(KernelCollection.Name)]
[Trait("Category", "Kernel")]
public sealed class FramePublishingTests
{
    private static readonly LayoutDocument s_layout = new() { Offset = 4, Width = 8, Height = 8, Format = RawFormats.Named("gray") };

    [Fact]
    public async Task PublishFrameAsync_NobodyElseAttached_KeepsTheSegmentAndWhatWasWritten()
    {
        await using var bench = new Workbench();
        using (var child = await AttachedChild.StartAsync(bench))
            child.CrashAsTheLast();
        Assert.Equal(0, bench.Catalog.Find(bench.Id)?.AttachCount);

        var result = await bench.Publisher.PublishFrameAsync(bench.Id, new FrameOrder(s_layout), Picture(), null, Workbench.Token);

        Assert.True(result.Succeeded, result.Problem?.ToString());
        Assert.Equal(1, bench.Catalog.Find(bench.Id)?.AttachCount);
        Assert.Equal(bench.Id, Assert.Single(bench.Publisher.Held).Id);
    }

    [Fact]
    public async Task PlanFrame_SegmentLargerThanACopyMayBe_IsRefusedAsTheWriteIs()
    {
        await using var bench = new Workbench();
        string name = $"shmdashboard-tests-{Guid.NewGuid():N}";
        var target = SegmentId.Posix(name);
        try
        {
            using (var file = File.Create("/dev/shm/" + name))
                file.SetLength(1L << 40);

            var result = await bench.Publisher.PublishFrameAsync(target, new FrameOrder(s_layout), Picture(), null, Workbench.Token);

            Assert.Equal(PublishFailure.TooLarge, result.Failure);
            Assert.Equal(0, bench.Catalog.Find(target)?.ResidentBytes);
        }
        finally
        {
            File.Delete("/dev/shm/" + name);
        }
    }

    [Fact]
    public async Task PublishFrameAsync_SparseSegment_ReservesNoMoreThanItWrites()
    {
        await using var bench = new Workbench();
        string name = $"shmdashboard-tests-{Guid.NewGuid():N}";
        var target = SegmentId.Posix(name);
        try
        {
            using (var file = File.Create("/dev/shm/" + name))
                file.SetLength(16 << 20);

            var result = await bench.Publisher.PublishFrameAsync(target, new FrameOrder(s_layout with { Offset = 8 << 20 }), Picture(), null, Workbench.Token);

            Assert.True(result.Succeeded, result.Problem?.ToString());
            Assert.Equal(Environment.SystemPageSize, bench.Catalog.Find(target)?.ResidentBytes);
        }
        finally
        {
            File.Delete("/dev/shm/" + name);
        }
    }

    [Fact]
    public async Task PublishFrameAsync_ThroughWhatNotes_IsAnEvent()
    {
        await using var bench = new Workbench();
        using var child = await AttachedChild.StartAsync(bench);
        var log = new EventLog(TimeProvider.System);
        var noted = new NotedPublisher(bench.Publisher, bench.Publisher, log);

        var result = await noted.PublishFrameAsync(bench.Id, new FrameOrder(s_layout), Picture(), null, Workbench.Token);

        Assert.True(result.Succeeded, result.Problem?.ToString());
        Assert.Equal((SegmentEventKind.Written, bench.Id), (Assert.Single(log.Current.Events).Kind, log.Current.Events[0].Segment));
    }

    private static PixelBuffer Picture()
    {
        var picture = PixelBuffer.Allocate(8, 8, PixelFormat.Grey8);
        for (int y = 0; y < 8; y++)
            picture.Row(y)[..8].Fill(200);
        return picture;
    }
}
