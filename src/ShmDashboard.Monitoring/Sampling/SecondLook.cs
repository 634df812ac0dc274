namespace ShmDashboard.Monitoring.Sampling;

/// <summary>The pause that tells a held lock from one that an attach takes for some 20 µs.</summary>
internal static class SecondLook
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(3);

    /// <summary>Waits 3 ms of the given clock.</summary>
    public static void Pause(TimeProvider time)
    {
        using var elapsed = new ManualResetEventSlim();
        using var timer = time.CreateTimer(_ => elapsed.Set(), null, s_pause, Timeout.InfiniteTimeSpan);
        elapsed.Wait();
    }
}
