using ShmDashboard.Peers.Tests.Machine;

[assembly: AssemblyFixture(typeof(ShmDashboard.Peers.Tests.Dashboard.SharedDashboard))]

namespace ShmDashboard.Peers.Tests.Dashboard;

/// <summary>
/// One dashboard for all tests that do not need one of their own, with a short lock timeout. When all tests are over it must
/// end well, and no segment of any process that the tests started may be left on this machine.
/// </summary>
public sealed class SharedDashboard : IAsyncLifetime
{
    internal DashboardHost Host { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Host = await DashboardHost.StartAsync(null, "--lock-timeout", "0.5");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        var left = KernelObjects.Segments().Where(segment => StartedProcesses.Include(segment.CreatorPid)).ToList();
        foreach (var segment in left)
            KernelObjects.RemoveSegment(segment.Id);
        Assert.True(left.Count == 0, $"Left behind by the tests' processes: {string.Join(", ", left)}");
    }
}
