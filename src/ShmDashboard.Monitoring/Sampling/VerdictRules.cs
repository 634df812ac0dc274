using ShmDashboard.Monitoring.Frames;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Reading;

namespace ShmDashboard.Monitoring.Sampling;

/// <summary>
/// How far a copy can be believed. Under the lock it cannot tear. Without it, two looks that agree while the lock was free
/// before and after are as good: a writer that keeps to the lock would have been met by one of the three. Pure.
/// </summary>
internal static class VerdictRules
{
    /// <summary>Judges a read whose value says whether its two looks agreed.</summary>
    public static Verdict Judge(ReadOutcome<bool> outcome)
    {
        if (outcome.Status != ReadStatus.Copied)
            return default;
        if (outcome.Route == ReadRoute.LockedAttach)
            return new Verdict(VerdictKind.Consistent);
        if (outcome.LockBefore.State == LockState.Held)
            return Locked(outcome.LockBefore);
        if (outcome.LockAfter.State == LockState.Held)
            return Locked(outcome.LockAfter);
        if (!outcome.Value)
            return new Verdict(VerdictKind.ChangedDuringRead);
        return new Verdict(outcome.LockBefore.State == LockState.Free && outcome.LockAfter.State == LockState.Free
            ? VerdictKind.Consistent
            : VerdictKind.NoLock);
    }

    private static Verdict Locked(LockReading held) => new(
        VerdictKind.TakenWhileLocked, held.LastPid > 0 ? new ProcessRef(held.LastPid, null, true) : null);
}
