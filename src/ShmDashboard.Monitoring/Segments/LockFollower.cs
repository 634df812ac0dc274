using System.Collections.Immutable;
using ShmDashboard.Monitoring.Occupancy;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>The lock of one segment, who waits for it, and the locks beside it. One look at a time: not thread-safe.</summary>
/// <param name="context">What all trackers share.</param>
/// <param name="state">Where it is published.</param>
internal sealed class LockFollower(SamplingContext context, SegmentState state)
{
    private readonly LockDebouncer _debouncer = new(context.NameOf);
    private readonly OtherLockWatch _others = new();
    private ImmutableArray<ProcessRef> _waiters = [];
    private ImmutableArray<Attachment> _possibleHolders = [];
    private bool _waitersKnown = true;
    private DateTimeOffset _waitersUtc;

    /// <summary>What was read last.</summary>
    public LockReading Last { get; private set; }

    /// <summary>Whether it was held when last read, but not yet for long enough to be called so.</summary>
    public bool NeedsSecondLook => Last.State == LockState.Held && _debouncer.Status.State != LockState.Held;

    /// <summary>Another object has the name now.</summary>
    public void Reset() => _others.Reset();

    /// <summary>Reads it, which changes nothing for anybody.</summary>
    /// <param name="row">The segment.</param>
    /// <param name="now">The moment.</param>
    /// <param name="semaphores">The POSIX semaphores there are, where all segments are looked at.</param>
    public void Look(SegmentRow row, DateTimeOffset now, SemaphoreNames? semaphores) => Observe(context.Locks.Read(row.Facts, semaphores), now);

    /// <summary>Looks at locks inside the segment, on its file and beside it.</summary>
    public void LookAtOthers(SegmentRow row, LockSources sources, DateTimeOffset now)
    {
        var found = _others.Look(row.Facts, state.Attachments, sources, context, now);
        if (found.IsEmpty && row.OtherLocks.IsEmpty)
            return;
        var locks = Steady.Array(row.OtherLocks, found);
        if (locks != row.OtherLocks)
            state.Publish(row with { OtherLocks = locks });
    }

    /// <summary>Takes what was read, here or while the content was looked at.</summary>
    public void Observe(LockReading reading, DateTimeOffset now, bool handedOver = false)
    {
        if (state.Row is not { } row || (HasNoLock(reading) && HasNoLock(Last) && row.Lock is { State: LockState.None, EndedHolder: null }))
            return;
        Last = reading;
        if (reading.WaiterCount == 0)
        {
            _waiters = [];
            _waitersKnown = true;
        }
        else if (now - _waitersUtc > SamplingContext.WaiterScanInterval)
        {
            _waitersUtc = now;
            FindWaiters(reading);
        }

        var users = reading is { Kind: LockKind.PosixSemaphore, WaiterCount: > 0 } ? _possibleHolders : UsersOf(reading, row.Facts);
        var status = _debouncer.Observe(reading, now, users, handedOver) with { Waiters = _waiters, WaitersKnown = _waitersKnown };
        if (!status.Equals(row.Lock))
            state.Publish(row with { Lock = status });
    }

    private static bool HasNoLock(LockReading reading) => reading is { State: LockState.None, Kind: LockKind.None, Problem: null };

    private void FindWaiters(LockReading reading)
    {
        if (reading.SemaphoreId is { } set)
        {
            (var waiters, _waitersKnown) = context.FindWaiters(set);
            _waiters = Steady.Array(_waiters, waiters);
        }
        else if (reading.Kind == LockKind.PosixSemaphore)
        {
            // Who takes part in a semaphore shows in no fact of the segment that would have had a sweep look again.
            var found = context.Locks.FindWaiters(context.ScanAgain().OfFile(reading.FileIdentity));
            _waiters = Steady.Array(_waiters, found.Processes);
            _waitersKnown = found.Threads >= reading.WaiterCount;
            _possibleHolders = found.PossibleHolders;
        }
    }

    // Whoever may not be looked into can be among those who have it attached, unless all of those are known.
    private ImmutableArray<Attachment> UsersOf(LockReading reading, SegmentFacts facts) =>
        reading.Kind == LockKind.PosixSemaphore ? context.Attachments().OfFile(reading.FileIdentity) :
        state.Attachments.Length >= facts.AttachCount || !context.Attachments().IsUnreadable(reading.LastPid) ? state.Attachments : default;
}
