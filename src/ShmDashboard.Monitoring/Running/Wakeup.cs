namespace ShmDashboard.Monitoring.Running;

/// <summary>
/// Lets a loop sleep until there is something to do: a clock of ten ticks a second by itself costs half a percent of a core. Who
/// wakes it says first what there is to do. One sleeper; waking is thread-safe.
/// </summary>
internal sealed class Wakeup
{
    private readonly ITimer _clock;
    private TaskCompletionSource _woken = New();

    /// <summary>A sleep that nobody has begun.</summary>
    /// <param name="time">The clock.</param>
    public Wakeup(TimeProvider time) =>
        // One for all sleeps: to end each by a timeout of its own costs a timer, an exception and its text every time.
        _clock = time.CreateTimer(static self => ((Wakeup)self!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Ends the sleep; when nobody sleeps, the next sleep ends at once.</summary>
    public void Wake() => Volatile.Read(ref _woken).TrySetResult();

    /// <summary>Sleeps until woken, but not longer than so long, and not after cancellation.</summary>
    /// <param name="longest">May be infinite; nothing where negative otherwise.</param>
    /// <param name="cancellationToken">Ends the sleep without an exception.</param>
    public async Task SleepAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        if (longest < TimeSpan.Zero && longest != Timeout.InfiniteTimeSpan)
            longest = TimeSpan.Zero;

        _clock.Change(longest, Timeout.InfiniteTimeSpan);
        await Volatile.Read(ref _woken).Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _clock.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // Whoever wakes from now on has something to say that is not known yet.
        Volatile.Write(ref _woken, New());
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
