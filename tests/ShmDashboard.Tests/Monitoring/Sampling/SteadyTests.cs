using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Qt;

namespace ShmDashboard.Tests.Monitoring.Sampling;

[Trait("Category", "Kernel")]
public sealed class SteadyTests
{
    [Fact]
    public async Task LookAroundAsync_NothingHappened_KeepsTheVeryRow()
    {
        await using var bench = new Workbench();
        bench.Catalog.Keys.Remember(bench.Key);
        using var segment = QtSharedMemory.Create(bench.Key, 100);
        // The first sweeps still learn: what is inside, and once a second at the most who is attached.
        var deadline = TimeProvider.System.GetUtcNow() + Workbench.Patience;
        SegmentRow before, after;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, Workbench.Token);
            before = (await bench.Monitor.LookAroundAsync(Workbench.Token)).Rows.Single(row => row.Id == bench.Id);
            after = (await bench.Monitor.LookAroundAsync(Workbench.Token)).Rows.Single(row => row.Id == bench.Id);
        }
        while (!ReferenceEquals(before, after) && TimeProvider.System.GetUtcNow() < deadline);

        Assert.Same(before, after);
    }
}
