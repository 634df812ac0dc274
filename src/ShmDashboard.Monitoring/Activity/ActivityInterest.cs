using System.Collections.Immutable;
using ShmDashboard.Monitoring.Running;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Activity;

/// <summary>Somebody's interest in how often segments change. Dispose it when nobody looks any more. Thread-safe.</summary>
/// <param name="changed">Called when it is in others.</param>
/// <param name="end">Called when it has ended.</param>
internal sealed class ActivityInterest(Action changed, Action end) : IActivityInterest
{
    private readonly Subscription _end = new(end);
    private ImmutableHashSet<SegmentId> _ids = [];

    public ImmutableHashSet<SegmentId> Ids
    {
        get => Volatile.Read(ref _ids);
        set
        {
            if (Interlocked.Exchange(ref _ids, value) != value)
                changed();
        }
    }

    public void Dispose() => _end.Dispose();
}
