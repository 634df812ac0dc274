using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Removal;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>Of several locks of one segment, the one to tell in one line: that which needs somebody the most. Pure.</summary>
internal static class StandingLock
{
    /// <summary>The gravest of the others; null when the one that contents are read under is as grave.</summary>
    public static LockDetail? Among(LockStatus status, ImmutableArray<LockDetail> others)
    {
        LockDetail? found = null;
        int rank = others.IsDefaultOrEmpty ? 0 : Rank(status.State, AbandonedLock.Is(status), status.WaiterCount, status.Kind);
        foreach (var other in others.IsDefault ? [] : others)
        {
            // A name alone makes no lock of a segment.
            if (other.Kind == LockKind.NamedSemaphore)
                continue;
            int here = Rank(other.State, other.HolderEnded, other.WaiterCount, other.Kind);
            if (here > rank)
                (found, rank) = (other, here);
        }

        return found;
    }

    /// <summary>The same lock as the row's other locks are told of.</summary>
    public static LockStatus Of(LockDetail detail) => new()
    {
        State = detail.State,
        Kind = detail.Kind,
        Holder = detail.Holder,
        HolderIsInferred = detail.HolderIsInferred && detail.Holder is not null,
        HolderEnded = detail.HolderEnded,
        HeldSinceUtc = detail.HeldSinceUtc,
        HeldAtLeast = detail.HeldAtLeast,
        WaiterCount = detail.WaiterCount,
        Waiters = detail.Waiters,
        WaitersKnown = detail.Waiters.Length >= detail.WaiterCount,
        SemaphoreId = detail.SemaphoreId,
        Value = detail.Value,
        Problem = detail.Problem,
    };

    private static int Rank(LockState state, bool ended, int waiters, LockKind kind) => state switch
    {
        LockState.Damaged => 5,
        LockState.Held when ended => 5,
        LockState.Held when waiters > 0 => 4,
        LockState.Held => 3,
        LockState.Free => 2,
        LockState.NotPermitted => 1,
        // Somebody waits for what is not known here, or there is one of which it cannot be told: that is not "none".
        LockState.None when waiters > 0 || kind == LockKind.SemaphoreSet => 1,
        _ => 0,
    };
}
