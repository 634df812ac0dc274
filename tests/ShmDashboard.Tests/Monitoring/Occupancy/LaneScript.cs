using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using ShmDashboard.Monitoring.Occupancy;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Tests.Monitoring.Occupancy;

/// <summary>Feeds a lane with looks 5 ms apart, as the sampler would.</summary>
internal sealed class LaneScript
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private DateTimeOffset _operation;
    private int _waiting;
    private ImmutableArray<ProcessRef> _scanned = [];

    public LaneScript() => _operation = Clock.GetUtcNow();

    public FakeTimeProvider Clock { get; } = new();

    public LockLane Lane { get; } = new(Interval, pid => new ProcessRef(pid, $"p{pid}", true), ownPid: 9);

    public LaneSnapshot Snapshot(TimeSpan? window = null, int max = LaneSnapshot.MaxIntervals) =>
        Lane.Snapshot(Clock.GetUtcNow(), window ?? TimeSpan.FromMinutes(5), max);

    /// <summary>The lock is free, and was last changed by <paramref name="lastPid"/>.</summary>
    public LaneScript Free(int lastPid, int looks = 1) => Look(LockState.Free, 1, lastPid, looks);

    public LaneScript Held(int pid, int looks = 1) => Look(LockState.Held, 0, pid, looks);

    public LaneScript Damaged(int looks = 1) => Look(LockState.Damaged, 2, 1, looks);

    public LaneScript NotPermitted(int looks = 1) => Look(LockState.NotPermitted, 0, 0, looks);

    public LaneScript NoLock(int looks = 1) => Look(LockState.None, 0, 0, looks, semaphore: null);

    /// <summary>From the next look on, so many wait.</summary>
    public LaneScript Waiting(int count)
    {
        _waiting = count;
        return this;
    }

    /// <summary>From the next look on, the tracker's scan names these.</summary>
    public LaneScript Scanned(params int[] pids)
    {
        _scanned = [.. pids.Select(pid => new ProcessRef(pid, $"p{pid}", true))];
        return this;
    }

    /// <summary>The kernel's second of the last operation moves to now.</summary>
    public LaneScript Operated()
    {
        _operation = Clock.GetUtcNow();
        return this;
    }

    public LaneScript Pause(TimeSpan time)
    {
        Clock.Advance(time);
        return this;
    }

    private LaneScript Look(LockState state, int value, int pid, int looks, int? semaphore = 7)
    {
        for (int i = 0; i < looks; i++)
        {
            Lane.Observe(
                new LockReading
                {
                    State = state,
                    Kind = LockKind.QtSystemV,
                    SemaphoreId = semaphore,
                    Value = value,
                    LastPid = pid,
                    WaiterCount = _waiting,
                    LastOperationUtc = DateTimeOffset.FromUnixTimeSeconds(_operation.ToUnixTimeSeconds()),
                },
                Clock.GetUtcNow(), _scanned);
            Clock.Advance(Interval);
        }

        return this;
    }
}
