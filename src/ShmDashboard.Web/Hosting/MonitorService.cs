using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Events;
using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Publishing;

namespace ShmDashboard.Web.Hosting;

/// <summary>
/// Ties watching and holding to the host's life: on SIGTERM and Ctrl+C the samplers end first, then what we hold is let
/// go as a Qt program would.
/// </summary>
internal sealed class MonitorService(
    SegmentMonitor monitor, HealthMonitor health, EventRecorder events, SegmentPublisher publisher) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        events.Start();
        monitor.Start();
        health.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Whatever goes wrong in the watching, what is held is let go.
        try
        {
            await events.DisposeAsync();
            await health.DisposeAsync();
            await monitor.DisposeAsync();
        }
        finally
        {
            await publisher.DisposeAsync();
        }
    }
}
