using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Waiting;

/// <summary>A lock of a segment in a <see cref="WaitGraph"/>. Immutable.</summary>
/// <param name="Segment">Whose lock it is.</param>
/// <param name="Name">As shown: the Qt key, or the segment's name.</param>
/// <param name="SemaphoreId">The semaphore set's number; null for other locks.</param>
/// <param name="Kind">What kind of lock.</param>
/// <param name="Where">Which of the segment's locks, in words; null for the one that contents are read under.</param>
/// <param name="Offset">Where in the segment it is, for one inside.</param>
public sealed record LockNode(
    SegmentId Segment, string Name, int? SemaphoreId, LockKind Kind = LockKind.None, string? Where = null, long Offset = 0)
{
    /// <summary>The lock that a row's contents are read under.</summary>
    internal static LockNode Of(SegmentRow row) => new(row.Id, row.Facts.Name, row.Lock.SemaphoreId, row.Lock.Kind);

    /// <summary>Another lock of a row's segment.</summary>
    internal static LockNode Of(SegmentRow row, LockDetail other) =>
        new(row.Id, row.Facts.Name, other.SemaphoreId, other.Kind, other.Where, other.Offset);
}
