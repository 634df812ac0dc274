using ShmDashboard.Monitoring.Composition;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.Monitoring.Composition;

/// <summary>The core over the real kernel.</summary>
public sealed class DashboardCoreTests
{
    [Fact]
    public async Task FirstListAsync_AskedBeforeTheFirstLook_WaitsForIt()
    {
        await using var core = new DashboardCore(new CoreOptions(), TimeProvider.System);
        var id = await MakeAsync(core);
        var first = core.FirstListAsync(Workbench.Token);
        Assert.False(first.IsCompleted);

        core.Start();

        Assert.Contains((await first).Rows, row => row.Id == id);
    }

    [Fact]
    public async Task FirstListAsync_AskedLater_IsThere()
    {
        await using var core = new DashboardCore(new CoreOptions(), TimeProvider.System);
        core.Start();
        await core.FirstListAsync(Workbench.Token);

        Assert.True(core.FirstListAsync(Workbench.Token).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task FirstListAsync_NeverStarted_CanBeGivenUp()
    {
        await using var core = new DashboardCore(new CoreOptions(), TimeProvider.System);
        using var patience = new CancellationTokenSource();
        var first = core.FirstListAsync(patience.Token);

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Fact]
    public async Task Start_Twice_IsAsOnce()
    {
        await using var core = new DashboardCore(new CoreOptions(), TimeProvider.System);
        core.Start();
        core.Start();
        await core.FirstListAsync(Workbench.Token);

        var id = await MakeAsync(core);

        await Workbench.Eventually(() => core.Monitor.Current.Rows.FirstOrDefault(row => row.Id == id));
    }

    private static async Task<SegmentId> MakeAsync(DashboardCore core)
    {
        var id = SegmentId.Qt($"test {Guid.NewGuid():N}");
        await core.Publisher.PublishTextAsync(id, "there", PayloadKind.Utf8Text, null, Workbench.Token);
        return id;
    }
}
