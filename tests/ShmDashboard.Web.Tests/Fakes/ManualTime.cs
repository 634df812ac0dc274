using Microsoft.Extensions.Time.Testing;

namespace ShmDashboard.Web.Tests.Fakes;

/// <summary>A clock that moves when told, and knows how many timers wait: a test advances only when what it tests waits.</summary>
internal sealed class ManualTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private int _waiting;

    /// <summary>Timers that were made and not yet disposed of, as a delay does when it is over.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new CountedTimer(this, base.CreateTimer(callback, state, dueTime, period));
        Interlocked.Increment(ref _waiting);
        return timer;
    }

    private sealed class CountedTimer(ManualTime time, ITimer timer) : ITimer
    {
        private int _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
            timer.Dispose();
            Interlocked.Decrement(ref time._waiting);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
