using System.Collections.Immutable;
using ShmDashboard.Monitoring.Running;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Activity;

/// <summary>Somebody's interest in how often segments change. Dispose it when nobody looks any more. Thread-safe.</summary>
internal sealed class ActivityInterest(Action end) : IActivityInterest
{
    private readonly Subscription _end = new(end);
    private ImmutableHashSet<SegmentId> _ids = [];

    public ImmutableHashSet<SegmentId> Ids
    {
        get => Volatile.Read(ref _ids);
        set => Volatile.Write(ref _ids, value);
    }

    public void Dispose() => _end.Dispose();
}
