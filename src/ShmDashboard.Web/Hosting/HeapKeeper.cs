using ShmDashboard.Monitoring;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Web.Hosting;

/// <summary>Gives memory back to the machine where <see cref="HeapThrift"/> says so.</summary>
/// <param name="monitor">Knows whether anything is watched.</param>
/// <param name="time">The clock.</param>
internal sealed class HeapKeeper(ISegmentMonitor monitor, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var thrift = new HeapThrift();
        using var timer = new PeriodicTimer(s_interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
                Look(thrift);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private void Look(HeapThrift thrift)
    {
        if (OwnMemory.PrivateBytes() is not { } before || !thrift.IsDue(before, monitor.WatchedSegments > 0, time.GetUtcNow()))
            return;
        // The one mode in which the memory goes back at once, not twenty collections later.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        thrift.Collected(before, OwnMemory.PrivateBytes() ?? before, time.GetUtcNow());
    }
}
