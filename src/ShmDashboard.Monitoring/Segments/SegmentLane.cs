using ShmDashboard.Monitoring.Occupancy;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.SharedMemory.Locks;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>
/// The time line of one segment's lock while it is watched. What was seen is kept when nobody watches any more, so that
/// who comes back finds it, with a gap that says so. Thread-safe.
/// </summary>
/// <param name="context">What is shared.</param>
/// <param name="row">The segment's newest row.</param>
/// <param name="isWatched">Whether anybody still looks.</param>
internal sealed class SegmentLane(SamplingContext context, Func<SegmentRow?> row, Func<bool> isWatched)
{
    private static readonly LockReading s_notThere = new() { State = LockState.NotPermitted };

    // Mutexes, files' locks and others are looked at with the facts, too seldom for a line of when they were held.
    private static readonly LockReading s_notFollowed = s_notThere;

    private LockLane? _lane;

    /// <summary>Whether anybody still looks.</summary>
    public bool IsWatched => isWatched();

    /// <summary>The look of one round.</summary>
    public void Look(DateTimeOffset now)
    {
        if (row() is not { } current)
            return;
        var lane = _lane ??= new LockLane(context.Options.LockSampleInterval, context.NameOf, Environment.ProcessId);
        lane.Observe(current.Gone ? s_notThere : Read(current), now, current.Lock.Waiters);
    }

    // "No lock" would be said of a segment whose lock is of another kind.
    private LockReading Read(SegmentRow current)
    {
        var reading = context.Locks.Read(current.Facts);
        return reading.State == LockState.None && current.OtherLocks.Any(detail => detail.Kind != LockKind.OtherWait) ? s_notFollowed : reading;
    }

    /// <summary>A new content was seen.</summary>
    public void MarkFrame(long sequence, DateTimeOffset seenUtc) => _lane?.MarkFrame(sequence, seenUtc);

    /// <summary>The last so many seconds; null before the first look.</summary>
    public LaneSnapshot? Snapshot(TimeSpan window) => _lane is { } lane
        ? lane.Snapshot(context.Time.GetUtcNow(), window) with { SamplerCpuShare = context.LaneSampler.CpuShare }
        : null;
}
