using System.Collections.Immutable;
using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;

namespace ShmDashboard.Web.Components.Diagnosis;

/// <summary>Which locks are worth a drawing: somebody waits for them, or they have been held for long.</summary>
internal static class WaitingRows
{
    /// <summary>Those of a list at a moment.</summary>
    public static ImmutableArray<SegmentRow> Of(ImmutableArray<SegmentRow> rows, DateTimeOffset now) =>
        [.. rows.Where(row => !row.Gone && (row.Lock.WaiterCount > 0 || IsHeldLong(row.Lock, now) ||
            row.OtherLocks.Any(other => other is { State: LockState.Held, WaiterCount: > 0 })))];

    private static bool IsHeldLong(LockStatus status, DateTimeOffset now) =>
        status is { State: LockState.Held, HeldSinceUtc: { } since } && now - since >= HealthLimits.HeldLong;
}
