using System.Collections.Immutable;
using ShmDashboard.Monitoring.Running;

namespace ShmDashboard.Monitoring.Events;

/// <summary>Remembers the latest events, and how many older ones it has forgotten. Thread-safe.</summary>
/// <param name="time">The clock that dates what is noted.</param>
/// <param name="capacity">How many are remembered.</param>
public sealed class EventLog(TimeProvider time, int capacity = EventLog.Capacity)
{
    /// <summary>How many are remembered: 1,000, less than a megabyte.</summary>
    public const int Capacity = 1000;

    private readonly Lock _noting = new();
    private readonly Queue<SegmentEvent> _events = new();
    private ImmutableArray<Action> _subscribers = [];
    private EventHistory? _current = EventHistory.Empty;
    private long _last;

    /// <summary>All that is remembered.</summary>
    public EventHistory Current
    {
        get
        {
            lock (_noting)
                return _current ??= new EventHistory([.. _events.Reverse()], _last - _events.Count);
        }
    }

    /// <summary>
    /// Calls back when something was noted. From any thread, as often as that happens; the handler must only schedule work.
    /// Dispose to stop.
    /// </summary>
    public IDisposable Subscribe(Action changed)
    {
        ImmutableInterlocked.Update(ref _subscribers, list => list.Add(changed));
        return new Subscription(() => ImmutableInterlocked.Update(ref _subscribers, list => list.Remove(changed)));
    }

    /// <summary>Notes what happened: dates it, unless it is dated, and numbers it.</summary>
    public void Note(params ReadOnlySpan<SegmentEvent> happened)
    {
        if (happened.IsEmpty)
            return;
        lock (_noting)
        {
            foreach (var one in happened)
            {
                if (_events.Count == capacity)
                    _events.Dequeue();
                _events.Enqueue(one with { Number = ++_last, Utc = one.Utc == default ? time.GetUtcNow() : one.Utc });
            }

            _current = null;
        }

        foreach (var subscriber in _subscribers)
            subscriber();
    }
}
