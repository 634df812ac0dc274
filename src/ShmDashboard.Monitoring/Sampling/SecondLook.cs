namespace ShmDashboard.Monitoring.Sampling;

/// <summary>The pause that tells a held lock from one that an attach takes for some 20 µs.</summary>
internal static class SecondLook
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(3);

    /// <summary>
    /// Waits 3 ms of the given clock before the second look and twice as long before each further one, not less: timers count
    /// in the kernel's ticks and may fire most of one early.
    /// </summary>
    /// <param name="time">The clock.</param>
    /// <param name="look">How many looks there were.</param>
    public static void Pause(TimeProvider time, int look = 1)
    {
        var pause = s_pause * (1 << (look - 1));
        long start = time.GetTimestamp();
        while (pause - time.GetElapsedTime(start) is var left && left > TimeSpan.Zero)
        {
            using var elapsed = new ManualResetEventSlim();
            using var timer = time.CreateTimer(_ => elapsed.Set(), null, left, Timeout.InfiniteTimeSpan);
            elapsed.Wait();
        }
    }
}
