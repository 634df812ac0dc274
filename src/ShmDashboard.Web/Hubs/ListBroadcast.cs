using Microsoft.AspNetCore.SignalR;
using ShmDashboard.Monitoring;
using ShmDashboard.Web.Components.Elements;

namespace ShmDashboard.Web.Hubs;

/// <summary>Tells those who follow the list that it is another, however many they are and however often it changes.</summary>
internal sealed class ListBroadcast(ISegmentMonitor monitor, IHubContext<SegmentHub, ISegmentFeed> hub, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long told = monitor.Current.Version;
        await using var pulse = new Pulse(s_interval, time, async () =>
        {
            var list = monitor.Current;
            if (list.Version == told) return;
            told = list.Version;
            await hub.Clients.Group(SegmentHub.ListGroup).SegmentsChanged(new SegmentsChange(list.Version, list.Rows.Length, list.SweptUtc));
        });
        using var subscription = monitor.Subscribe(pulse.Signal);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
