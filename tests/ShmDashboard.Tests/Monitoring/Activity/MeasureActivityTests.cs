using System.IO.MemoryMappedFiles;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.Monitoring.Activity;

[Collection(SharedMemory.KernelCollection.Name)]
[Trait("Category", "Kernel")]
public sealed class MeasureActivityTests : IDisposable
{
    private readonly string _name = $"shmdashboard-test-{Guid.NewGuid():N}";

    public void Dispose() => File.Delete("/dev/shm/" + _name);

    [Fact]
    public async Task Ids_RawSegmentWrittenThroughAMapping_ChangesAreCountedAndToldUntilNobodyAsks()
    {
        await using var bench = new Workbench();
        var id = SegmentId.Posix(_name);
        using var memory = MemoryMappedFile.CreateFromFile("/dev/shm/" + _name, FileMode.CreateNew, null, 1 << 20);
        using var view = memory.CreateViewAccessor();
        bench.Monitor.Start();
        using var interest = bench.Monitor.MeasureActivity();
        Assert.Null((await RowAsync(bench, id, _ => true)).UpdatesPerSecond);

        interest.Ids = [id];
        using var stop = new CancellationTokenSource();
        var writing = WriteAsync(view, stop.Token);
        var busy = await RowAsync(bench, id, row => row.UpdatesPerSecond > 4);
        Assert.NotNull(busy.LastChangeUtc);
        await stop.CancelAsync();
        await writing;

        await RowAsync(bench, id, row => row.UpdatesPerSecond == 0);
        interest.Dispose();
        await RowAsync(bench, id, row => row.UpdatesPerSecond is null);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(60, true)]
    public async Task Look_MeetsAChangeOfWhichNothingTold_DatesItOnlyByALookShortlyBefore(int datedWithinSeconds, bool dated)
    {
        await using var bench = new Workbench(new() { DatedWithin = TimeSpan.FromSeconds(datedWithinSeconds) });
        var id = SegmentId.Posix(_name);
        using var memory = MemoryMappedFile.CreateFromFile("/dev/shm/" + _name, FileMode.CreateNew, null, 4096);
        using var view = memory.CreateViewAccessor();
        view.Write(0, 1);
        await bench.Monitor.LookAsync(id, Workbench.Token);

        // A page that was written before: the kernel moves no time.
        view.Write(0, 2);
        await bench.Monitor.LookAsync(id, Workbench.Token);

        var row = (await bench.Monitor.LookAroundAsync(Workbench.Token)).Rows.Single(row => row.Id == id);
        Assert.Equal((2L, dated), (row.Frame!.Sequence, row.LastChangeUtc is not null));
    }

    private static async Task WriteAsync(UnmanagedMemoryAccessor view, CancellationToken stop)
    {
        byte[] picture = new byte[1 << 20];
        for (byte step = 1; !stop.IsCancellationRequested; step++)
        {
            Array.Fill(picture, step);
            view.WriteArray(0, picture, 0, picture.Length);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static Task<SegmentRow> RowAsync(Workbench bench, SegmentId id, Func<SegmentRow, bool> wanted) =>
        Workbench.Eventually(() => bench.Monitor.Current.Rows.FirstOrDefault(row => row.Id == id && wanted(row)));
}
