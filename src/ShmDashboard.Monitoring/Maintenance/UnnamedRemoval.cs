using System.Collections.Immutable;
using System.Diagnostics;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Maintenance;

/// <summary>Memory without a name belongs to the processes that have it.</summary>
internal sealed class UnnamedRemoval : IKindRemoval
{
    public MaintenancePlan Plan(SegmentFacts facts, LockReading reading, ImmutableArray<ProcessRef> attached) => Refusals.Refuse(
        facts.Id, MaintenanceAction.Remove, MaintenanceFailure.NotAllowedNow,
        Sentence.Of($"Cannot remove '{facts.Id}': it has no name that could be taken away. It goes when the last process lets go of it."));

    public bool IsUnused(SegmentFacts facts, AttachmentMap scan) => false;

    public Sentence Remove(SegmentFacts facts) => throw new UnreachableException();
}
