using System.Collections.Immutable;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Monitoring.Waiting;

/// <summary>
/// Who holds what and who waits for what, over all segments at one moment. Pure and immutable. Everything is in order of
/// pid and name, so the same rows always give the same graph.
/// </summary>
/// <remarks>
/// Only as current as its rows: locks are read one after the other and waiters looked for at most twice a second, so a ring
/// counts for certain only when its locks have been held for longer than that (<see cref="WaitCycle.ClosedUtc"/>).
/// </remarks>
public sealed class WaitGraph
{
    /// <summary>More rings than this are not listed; a process would have to wait in many threads to make so many.</summary>
    public const int MaxCycles = 64;

    // Paths without a ring can be exponentially many when every process waits in many threads: then the search ends here.
    private const int MaxSteps = 100_000;

    private WaitGraph(ImmutableArray<HoldEdge> holds, ImmutableArray<WaitEdge> waits, int unknownWaiters)
    {
        Holds = holds;
        Waits = waits;
        UnknownWaiters = unknownWaiters;
        Locks = [.. holds.Select(hold => hold.Lock).Concat(waits.Select(wait => wait.Lock)).Distinct()
            .OrderBy(node => node.Name, StringComparer.Ordinal).ThenBy(node => node.SemaphoreId).ThenBy(node => node.Where, StringComparer.Ordinal)];
        Processes = [.. holds.Select(hold => hold.Holder).Concat(waits.Select(wait => wait.Waiter))
            .DistinctBy(process => process.Pid).OrderBy(process => process.Pid)];
        Cycles = FindCycles();
    }

    /// <summary>Nobody holds, nobody waits.</summary>
    public static WaitGraph Empty { get; } = new([], [], 0);

    /// <summary>Processes that hold or wait.</summary>
    public ImmutableArray<ProcessRef> Processes { get; }

    /// <summary>Locks that are held by somebody known or waited for.</summary>
    public ImmutableArray<LockNode> Locks { get; }

    /// <summary>Which lock is whose.</summary>
    public ImmutableArray<HoldEdge> Holds { get; }

    /// <summary>Who is blocked on what.</summary>
    public ImmutableArray<WaitEdge> Waits { get; }

    /// <summary>
    /// How many are counted by the kernel as blocked but could not be found (another user's, or gone meanwhile): with them
    /// there may be more rings.
    /// </summary>
    public int UnknownWaiters { get; }

    /// <summary>The rings: processes that can never go on by themselves.</summary>
    public ImmutableArray<WaitCycle> Cycles { get; }

    /// <summary>The graph of a list.</summary>
    public static WaitGraph Of(ImmutableArray<SegmentRow> rows)
    {
        var holds = new List<HoldEdge>();
        var waits = new List<WaitEdge>();
        int unknown = 0;
        foreach (var row in rows)
        {
            if (row.Gone)
                continue;
            Add(LockNode.Of(row), row.Lock);
            foreach (var other in row.OtherLocks)
                Add(LockNode.Of(row, other), StandingLock.Of(other));
        }

        return new WaitGraph(
            [.. holds.OrderBy(hold => hold.Lock.Name, StringComparer.Ordinal).ThenBy(hold => hold.Holder.Pid)],
            [.. waits.OrderBy(wait => wait.Waiter.Pid).ThenBy(wait => wait.Lock.Name, StringComparer.Ordinal)],
            unknown);

        void Add(LockNode node, LockStatus status)
        {
            if (status.State is LockState.None or LockState.NotPermitted)
                return;
            if (status is { State: LockState.Held, Holder: { } holder })
                holds.Add(new HoldEdge(node, holder, status.HolderIsInferred, status.HeldSinceUtc, status.HeldAtLeast));
            waits.AddRange(status.Waiters.DistinctBy(waiter => waiter.Pid).Select(waiter => new WaitEdge(waiter, node)));
            // A process that waits in two threads is counted twice by the kernel and listed once.
            if (!status.WaitersKnown)
                unknown += Math.Max(0, status.WaiterCount - status.Waiters.Length);
        }
    }

    private ImmutableArray<WaitCycle> FindCycles()
    {
        // A file lock for reading has several holders, and whoever waits for it waits for each of them.
        var holdsOf = Holds.ToLookup(hold => hold.Lock);
        var waitsOf = Waits.ToLookup(wait => wait.Waiter.Pid, wait => wait.Lock);
        var found = ImmutableArray.CreateBuilder<WaitCycle>();
        var path = new List<HoldEdge>();
        int steps = 0;
        foreach (int start in Holds.Select(hold => hold.Holder.Pid).Distinct().Order())
            Follow(start, start);
        return found.DrainToImmutable();

        // Every ring is met once: from its lowest pid, over higher ones only. The path holds what the step led to.
        void Follow(int start, int pid)
        {
            foreach (var hold in waitsOf[pid].SelectMany(node => holdsOf[node]))
            {
                if (found.Count >= MaxCycles || ++steps > MaxSteps)
                    continue;
                int next = hold.Holder.Pid;
                path.Add(hold);
                if (next == start)
                    found.Add(new WaitCycle([path[^1], .. path[..^1]]));
                else if (next > start && !path[..^1].Exists(step => step.Holder.Pid == next))
                    Follow(start, next);
                path.RemoveAt(path.Count - 1);
            }
        }
    }
}
