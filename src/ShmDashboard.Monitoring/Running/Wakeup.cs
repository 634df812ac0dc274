namespace ShmDashboard.Monitoring.Running;

/// <summary>
/// Lets a loop sleep until there is something to do: a clock of ten ticks a second by itself costs half a percent of a core. Who
/// wakes it says first what there is to do. One sleeper; waking is thread-safe.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class Wakeup(TimeProvider time)
{
    private TaskCompletionSource _woken = New();

    /// <summary>Ends the sleep; when nobody sleeps, the next sleep ends at once.</summary>
    public void Wake() => Volatile.Read(ref _woken).TrySetResult();

    /// <summary>Sleeps until woken, but not longer than so long, and not after cancellation.</summary>
    /// <param name="longest">May be infinite; nothing where negative otherwise.</param>
    /// <param name="cancellationToken">Ends the sleep without an exception.</param>
    public async Task SleepAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        if (longest < TimeSpan.Zero && longest != Timeout.InfiniteTimeSpan)
            longest = TimeSpan.Zero;

        await Volatile.Read(ref _woken).Task.WaitAsync(longest, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Whoever wakes from now on has something to say that is not known yet.
        Volatile.Write(ref _woken, New());
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
