using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>
/// What the kernel tells for free that moves when somebody uses a segment: enough to notice that an unwatched one may hold
/// something new. Attaching and locking of dashboards move the same fields and are left out.
/// </summary>
internal readonly record struct ContentEvidence(
    long ResidentBytes,
    long SizeBytes,
    int AttachCount,
    int LastOperatorPid,
    DateTimeOffset? LastAttachUtc,
    DateTimeOffset? LastDetachUtc,
    DateTimeOffset? ModifiedUtc,
    int LockPid,
    DateTimeOffset? LockOperationUtc,
    int Looks)
{
    /// <summary>The evidence of this moment.</summary>
    public static ContentEvidence Of(SegmentFacts facts, LockReading reading)
    {
        bool weAttached = Onlooker.WasLast(facts, Environment.ProcessId);
        bool weLocked = reading.LastPid == Environment.ProcessId || (weAttached && reading.LastPid == facts.SystemV?.LastOperator?.Pid);
        return new ContentEvidence(
            facts.ResidentBytes,
            facts.SizeBytes,
            facts.AttachCount ?? 0,
            weAttached ? 0 : facts.SystemV?.LastOperator?.Pid ?? 0,
            weAttached ? null : facts.SystemV?.LastAttachUtc,
            weAttached ? null : facts.SystemV?.LastDetachUtc,
            facts.ModifiedUtc,
            weLocked ? 0 : reading.LastPid,
            weLocked ? null : reading.LastOperationUtc,
            1);
    }

    /// <summary>As the evidence will be once our own attaching (and locking) of just now shows in the facts.</summary>
    public ContentEvidence AfterOurs(ReadRoute route) => route switch
    {
        ReadRoute.LockedAttach => this with
        {
            LastOperatorPid = 0, LastAttachUtc = null, LastDetachUtc = null, LockPid = 0, LockOperationUtc = null,
        },
        ReadRoute.UnlockedAttach => this with { LastOperatorPid = 0, LastAttachUtc = null, LastDetachUtc = null },
        _ => this,
    };
}
