namespace ShmDashboard.Web.Components.Elements;

/// <summary>
/// Turns any number of signals, from any thread, into calls at a bounded rate: the first at once, the rest coalesced.
/// The calls run in the context of whoever made the pulse, so that a page stays in its language whoever signals.
/// </summary>
internal sealed class Pulse : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly Task _beating;

    /// <param name="interval">The least time between two calls.</param>
    /// <param name="time">The clock.</param>
    /// <param name="beat">What is called; the next call waits for it.</param>
    /// <param name="steadyInterval">The least time between two calls while signals never cease; null for the same.</param>
    public Pulse(TimeSpan interval, TimeProvider time, Func<Task> beat, TimeSpan? steadyInterval = null) =>
        _beating = BeatAsync(interval, steadyInterval ?? interval, time, beat);

    /// <summary>Asks for a call.</summary>
    public void Signal()
    {
        try
        {
            if (_signal.CurrentCount == 0) _signal.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Asked for already, or not any more.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _beating;
        _signal.Dispose();
        _stop.Dispose();
    }

    private async Task BeatAsync(TimeSpan interval, TimeSpan steadyInterval, TimeProvider time, Func<Task> beat)
    {
        try
        {
            while (true)
            {
                bool isSteady = _signal.CurrentCount > 0;
                await _signal.WaitAsync(_stop.Token);
                await beat();
                await Task.Delay(isSteady ? steadyInterval : interval, time, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
