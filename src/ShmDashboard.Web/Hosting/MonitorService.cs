using ShmDashboard.Monitoring.Composition;

namespace ShmDashboard.Web.Hosting;

/// <summary>
/// Ties watching and holding to the host's life: on SIGTERM and Ctrl+C the samplers end first, then what we hold is let
/// go as a Qt program would.
/// </summary>
internal sealed class MonitorService(DashboardCore core) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        core.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) => await core.DisposeAsync();
}
