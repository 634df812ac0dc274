using ShmDashboard.Monitoring;
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
        for (int look = 0; look < 30; look++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Workbench.Token);
            await bench.Monitor.LookAroundAsync(Workbench.Token);
        }

        var before = (await bench.Monitor.LookAroundAsync(Workbench.Token)).Rows.Single(row => row.Id == bench.Id);
        var after = (await bench.Monitor.LookAroundAsync(Workbench.Token)).Rows.Single(row => row.Id == bench.Id);

        Assert.Same(before, after);
    }
}
