namespace ShmDashboard.Monitoring.Running;

/// <summary>What this process itself costs, shown so that nobody has to wonder. Not thread-safe.</summary>
internal sealed class HostLoad(TimeProvider time)
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(2);

    private long _since = time.GetTimestamp();
    private TimeSpan _usedThen = Environment.CpuUsage.TotalTime;
    private double _share;

    /// <summary>Share of one core over the last two seconds or more.</summary>
    public double Share()
    {
        var elapsed = time.GetElapsedTime(_since);
        if (elapsed < s_window)
            return _share;
        var used = Environment.CpuUsage.TotalTime;
        _share = (used - _usedThen) / elapsed;
        _usedThen = used;
        _since = time.GetTimestamp();
        return _share;
    }
}
