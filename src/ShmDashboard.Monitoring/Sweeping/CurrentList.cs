using System.Collections.Immutable;
using ShmDashboard.Monitoring.Running;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Sweeping;

/// <summary>
/// The newest list. It is made under one lock, so that none is overwritten by an older one, and told of outside it: whoever
/// listens may take as long as he likes, and ask back. Thread-safe.
/// </summary>
/// <param name="registry">Whose rows are listed.</param>
/// <param name="resilience">Told of listeners that fail.</param>
/// <param name="wakeup">Wakes the loop that makes it anew.</param>
/// <param name="time">The clock.</param>
internal sealed class CurrentList(SegmentRegistry registry, Resilience resilience, Wakeup wakeup, TimeProvider time)
{
    private readonly Lock _making = new();
    private readonly HostLoad _load = new(time);
    private readonly OrderedRows _rows = new(registry);
    private SweepOutcome _sweep = SweepOutcome.None;
    private SegmentList _list = SegmentList.Empty;
    private ImmutableArray<Action> _subscribers = [];
    private bool _dirty;

    /// <summary>The newest list.</summary>
    public SegmentList Value => Volatile.Read(ref _list);

    /// <summary>Whether a row has changed since it was made.</summary>
    public bool IsDirty => Volatile.Read(ref _dirty);

    /// <summary>A row has changed: the next tick makes the list anew.</summary>
    public void MarkDirty()
    {
        if (Volatile.Read(ref _dirty))
            return;
        Volatile.Write(ref _dirty, true);
        wakeup.Wake();
    }

    /// <summary>Calls back after each new list, on the thread that made it.</summary>
    public IDisposable Subscribe(Action changed)
    {
        ImmutableInterlocked.Update(ref _subscribers, list => list.Add(changed));
        return new Subscription(() => ImmutableInterlocked.Update(ref _subscribers, list => list.Remove(changed)));
    }

    /// <summary>Makes the list out of the rows as they are now.</summary>
    /// <param name="sweep">The sweep that has just ended; null: nothing but rows has changed.</param>
    public void Publish(SweepOutcome? sweep = null)
    {
        lock (_making)
        {
            Volatile.Write(ref _dirty, false);
            if (sweep is not null && sweep.SweptUtc >= _sweep.SweptUtc)
                _sweep = sweep;
            Volatile.Write(ref _list, Make_NeedsMaking());
        }

        foreach (var subscriber in _subscribers)
            resilience.Try(subscriber);
    }

    private SegmentList Make_NeedsMaking()
    {
        _rows.Refresh();
        return new SegmentList
        {
            Version = _list.Version + 1,
            SweptUtc = _sweep.SweptUtc,
            Rows = _rows.Named,
            Unnamed = _sweep.ListsUnnamed ? _rows.Unnamed : [],
            UnnamedWithLocks = _rows.UnnamedWithLocks,
            UnnamedCount = _sweep.Attachments.Unnamed.Length,
            SweepDuration = _sweep.Duration,
            HostCpuShare = _load.Share(),
            UnreadableProcesses = _sweep.Attachments.UnreadableProcesses,
            Problem = _sweep.Problem,
        };
    }
}
