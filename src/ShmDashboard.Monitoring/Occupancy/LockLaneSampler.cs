using System.Collections.Immutable;

namespace ShmDashboard.Monitoring.Occupancy;

/// <summary>
/// Looks at the locks of all watched segments at regular times: one loop for all of them, which ends when none is watched
/// and begins again with the next. A look changes nothing for anybody. Thread-safe.
/// </summary>
internal sealed class LockLaneSampler : IAsyncDisposable
{
    private static readonly TimeSpan s_costWindow = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly CancellationTokenSource _stopping = new();

    private ImmutableArray<SegmentLane> _lanes = [];
    private Task _running = Task.CompletedTask;
    private bool _runs;
    private bool _disposed;
    private double _cpuShare;

    /// <param name="time">The clock.</param>
    /// <param name="interval">Time between two looks.</param>
    public LockLaneSampler(TimeProvider time, TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, TimeSpan.FromMilliseconds(1));
        _time = time;
        _interval = interval;
    }

    /// <summary>How many locks are looked at now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _lanes.Length;
        }
    }

    /// <summary>Share of one core that the looks themselves took over the last second; 0 when nothing is watched.</summary>
    public double CpuShare => Volatile.Read(ref _cpuShare);

    /// <summary>Looks at a lane from now on, until its segment is not watched any more. Again for one that is looked at: no effect.</summary>
    public void Watch(SegmentLane lane)
    {
        lock (_gate)
        {
            if (_disposed || _lanes.Contains(lane))
                return;
            _lanes = _lanes.Add(lane);
            if (_runs)
                return;
            _runs = true;
            _running = Task.Run(() => RunAsync(_stopping.Token));
        }
    }

    /// <summary>Ends the loop and waits for its last look.</summary>
    public async ValueTask DisposeAsync()
    {
        Task running;
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            running = _running;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_interval, _time);
        long since = _time.GetTimestamp();
        var busy = TimeSpan.Zero;
        try
        {
            do
            {
                long started = _time.GetTimestamp();
                if (!LookAtAll())
                    return;
                busy += _time.GetElapsedTime(started);
                var elapsed = _time.GetElapsedTime(since);
                if (elapsed < s_costWindow)
                    continue;
                Volatile.Write(ref _cpuShare, busy / elapsed);
                busy = TimeSpan.Zero;
                since = _time.GetTimestamp();
            }
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    /// <summary>One round; false when nobody watches anything any more, and the loop is to end.</summary>
    private bool LookAtAll()
    {
        ImmutableArray<SegmentLane> lanes;
        lock (_gate)
            lanes = _lanes;
        bool left = false;
        foreach (var lane in lanes)
        {
            // Each look has its own time: with many lanes a round takes a while.
            if (lane.IsWatched)
                lane.Look(_time.GetUtcNow());
            else
                left = true;
        }

        if (!left)
            return true;
        lock (_gate)
        {
            // Asked again: who began to watch meanwhile found the lane still listed, and relies on it.
            _lanes = _lanes.RemoveAll(static lane => !lane.IsWatched);
            if (!_lanes.IsEmpty)
                return true;
            _runs = false;
            Volatile.Write(ref _cpuShare, 0);
            return false;
        }
    }
}
