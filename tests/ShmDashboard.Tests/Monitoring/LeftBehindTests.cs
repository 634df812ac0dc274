using ShmDashboard.Tests.Monitoring.Publishing;

namespace ShmDashboard.Tests.Monitoring;

/// <summary>
/// A segment that a crash left: looking at it must not blur when that was. Alone, because the other tests' monitors look at
/// every segment of the machine too.
/// </summary>
[Trait("Category", "Kernel")]
[Collection(nameof(AloneCollection))]
public sealed class LeftBehindTests
{
    [Fact]
    public async Task Watch_NobodyAttached_LooksOnceAndLeavesTheTimesAlone()
    {
        await using var bench = new Workbench();
        using (var child = await AttachedChild.StartAsync(bench))
            child.CrashAsTheLast();
        using var watch = bench.Monitor.Watch(bench.Id);
        bench.Monitor.Start();
        await watch.WaitForNewerAsync(0, Workbench.Token).WaitAsync(Workbench.Patience, Workbench.Token);
        await bench.Monitor.LookAroundAsync(Workbench.Token);
        var once = bench.Catalog.Find(bench.Id)!;

        // The kernel counts in seconds: after two of them any further attachment would show.
        using var later = new PeriodicTimer(TimeSpan.FromSeconds(2.1), TimeProvider.System);
        await later.WaitForNextTickAsync(Workbench.Token);

        var after = bench.Catalog.Find(bench.Id)!;
        // Another dashboard on this machine may have looked at it too; the last to attach is then not us.
        if (after.LastOperator?.Pid == Environment.ProcessId)
            Assert.Equal((once.LastAttachUtc, once.LastDetachUtc), (after.LastAttachUtc, after.LastDetachUtc));
        Assert.False(watch.Row!.Gone);
        using var janitor = new ShmDashboard.Monitoring.Maintenance.SegmentJanitor(bench.Catalog, false, TimeProvider.System);
        var plan = janitor.Plan(bench.Id, ShmDashboard.Monitoring.Maintenance.MaintenanceAction.Remove);
        await janitor.CarryOutAsync(bench.Id, plan.Action, plan.Situation, true, Workbench.Token);
        await Workbench.Until(watch, row => row.Gone);
    }
}
