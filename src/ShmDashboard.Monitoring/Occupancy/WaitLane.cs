using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Monitoring.Occupancy;

/// <summary>
/// Who waited when, made of counts. Names come in two ways: who waits long is found by the tracker's scan, and who gets
/// the lock is the one that had waited longest, since the kernel serves a semaphore's queue in order of arrival
/// (ipc/sem.c, pending_alter). Not thread-safe.
/// </summary>
internal sealed class WaitLane(int capacity)
{
    // A scan's names are up to a scan interval and an idle look old: only then do they surely belong to this queue.
    private static readonly TimeSpan s_namesSettle = TimeSpan.FromMilliseconds(800);

    // Names are carried back over so many changes of the queue's length at the most.
    private const int MaxCarriedBack = 64;

    private readonly Ring<WaitGroup> _groups = new(capacity);
    private bool _open;

    /// <summary>Whether there was something after that time which is not kept any more.</summary>
    public bool DroppedSince(DateTimeOffset from) => _groups.Dropped > 0 && _groups[0].FromUtc > from;

    /// <summary>Takes a look in.</summary>
    /// <param name="count">How many wait.</param>
    /// <param name="taker">Who took the lock since the last look, as far as it can be told.</param>
    /// <param name="scanned">Who was last found waiting; may be old.</param>
    /// <param name="now">The time of the look.</param>
    public void Observe(int count, ProcessRef? taker, ImmutableArray<ProcessRef> scanned, DateTimeOffset now)
    {
        ImmutableArray<ProcessRef> named = [];
        if (_open)
        {
            ref var group = ref _groups[_groups.Count - 1];
            group.ToUtc = now;
            bool served = taker is not null;
            if (served)
                CarryBack(taker!.Value);
            if (count == group.Count && !served)
            {
                if (!scanned.IsDefaultOrEmpty && scanned.Length <= count && now - group.FromUtc >= s_namesSettle)
                    group.Named = scanned;
                return;
            }

            // Who left without getting the lock gave up, and nobody knows who that was.
            bool otherLeft = count < group.Count - (served ? 1 : 0);
            named = otherLeft ? [] : group.Named.RemoveAll(process => served && process.Pid == taker!.Value.Pid);
        }

        _open = count > 0;
        if (_open)
            _groups.Add(new WaitGroup(now, now, count, named.Length <= count ? named : []));
    }

    /// <summary>Nobody looked for a while: what is open ends at the last look.</summary>
    public void Break() => _open = false;

    public void Clear()
    {
        _groups.Clear();
        _open = false;
    }

    /// <summary>The waits of a window by begin; one entry for as long as a named process went on waiting.</summary>
    public List<WaitInterval> Between(DateTimeOffset from, DateTimeOffset to)
    {
        var waits = new List<WaitInterval>();
        var lasting = new Dictionary<int, int>();
        var lastEnd = DateTimeOffset.MinValue;
        for (int i = 0; i < _groups.Count; i++)
        {
            var group = _groups[i];
            if (group.ToUtc <= from || group.FromUtc >= to)
                continue;
            var begin = group.FromUtc > from ? group.FromUtc : from;
            var end = group.ToUtc < to ? group.ToUtc : to;
            if (begin != lastEnd)
                lasting.Clear();
            lastEnd = end;
            foreach (int gone in lasting.Keys.Where(pid => !group.Names(pid)).ToArray())
                lasting.Remove(gone);
            foreach (var process in group.Named)
            {
                if (lasting.TryGetValue(process.Pid, out int index))
                {
                    waits[index] = waits[index] with { ToUtc = end };
                    continue;
                }

                lasting[process.Pid] = waits.Count;
                waits.Add(new WaitInterval(process, 1, begin, end));
            }

            if (group.HasRoom)
                waits.Add(new WaitInterval(null, group.Count - group.Named.Length, begin, end));
        }

        return waits;
    }

    private void CarryBack(ProcessRef taker)
    {
        var begin = default(DateTimeOffset?);
        for (int i = _groups.Count - 1; i >= 0 && i >= _groups.Count - MaxCarriedBack; i--)
        {
            ref var group = ref _groups[i];
            if (begin is { } later && group.ToUtc != later || !group.HasRoom || group.Names(taker.Pid))
                return;
            group.Named = group.Named.Add(taker);
            begin = group.FromUtc;
        }
    }
}
