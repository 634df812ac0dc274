using System.Diagnostics;

namespace ShmDashboard.Monitoring.Running;

/// <summary>
/// Where loops that look often rest: one thread sleeps for all of them and goes on with whose rest is over, itself. A rest by a timer
/// of the pool wakes three to five threads, which for a look of a tenth of a millisecond 120 times a second costs more than the look.
/// Thread-safe; the thread begins with the first rest and ends when told to stop.
/// </summary>
internal sealed class RestingThread
{
    // What takes longer keeps others waiting that are due meanwhile: the pool does it.
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(0.5);

    private readonly object _gate = new();
    private readonly PriorityQueue<Rest, long> _rests = new();
    private readonly TimeProvider _time;
    private readonly CancellationToken _stopping;
    private Thread? _thread;
    private long _until = long.MaxValue;

    /// <param name="time">The clock; one that is not the system's has its own timers.</param>
    /// <param name="stopping">Ends all rests.</param>
    public RestingThread(TimeProvider time, CancellationToken stopping)
    {
        (_time, _stopping) = (time, stopping);
        stopping.Register(() =>
        {
            lock (_gate)
                Monitor.Pulse(_gate);
        });
    }

    /// <summary>Rests. What follows is done by the thread, or by the pool where it would keep others waiting.</summary>
    /// <param name="pause">For how long; it may be up to a millisecond more.</param>
    /// <param name="next">How long what follows is expected to take.</param>
    public Task RestAsync(TimeSpan pause, TimeSpan next)
    {
        if (_time != TimeProvider.System)
            return Task.Delay(pause, _time, _stopping);

        var rest = new Rest(next);
        long due = Stopwatch.GetTimestamp() + TicksOf(pause);
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested)
                return Task.FromCanceled(_stopping);
            _rests.Enqueue(rest, due);
            if (_thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "Looks" };
                _thread.Start();
            }
            else if (due < _until)
            {
                Monitor.Pulse(_gate);
            }
        }

        return rest.Task;
    }

    private void Run()
    {
        while (Take() is var (over, isAlone))
        {
            if (isAlone)
                over.SetResult();
            else
                ThreadPool.UnsafeQueueUserWorkItem(static rest => rest.SetResult(), over, preferLocal: false);
        }

        lock (_gate)
        {
            while (_rests.TryDequeue(out var rest, out _))
                ThreadPool.UnsafeQueueUserWorkItem(static over => over.SetCanceled(), rest, preferLocal: false);
        }
    }

    // Sleeps until a rest is over; null when told to stop.
    private (Rest Over, bool IsAlone)? Take()
    {
        lock (_gate)
        {
            while (!_stopping.IsCancellationRequested)
            {
                long now = Stopwatch.GetTimestamp(), left = _rests.TryPeek(out _, out long due) ? due - now : long.MaxValue;
                if (left <= 0)
                {
                    // Whoever adds one while this one is done need not wake the thread.
                    _until = long.MinValue;
                    var over = _rests.Dequeue();
                    return (over, over.Next <= s_short || !_rests.TryPeek(out _, out long another) || another - now > TicksOf(over.Next));
                }

                _until = _rests.Count > 0 ? due : long.MaxValue;
                Monitor.Wait(_gate, left == long.MaxValue ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Math.Ceiling(Stopwatch.GetElapsedTime(0, left).TotalMilliseconds)));
            }
        }

        return null;
    }

    private static long TicksOf(TimeSpan span) => (long)(span.TotalSeconds * Stopwatch.Frequency);

    private sealed class Rest(TimeSpan next) : TaskCompletionSource
    {
        public TimeSpan Next => next;
    }
}
