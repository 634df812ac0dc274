using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Removal;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Maintenance;

/// <summary>A POSIX segment loses its name, and its memory is kept in the trash.</summary>
/// <param name="trash">Where it is kept.</param>
internal sealed class PosixRemoval(PosixTrash trash) : IKindRemoval
{
    public MaintenancePlan Plan(SegmentFacts facts, LockReading reading, ImmutableArray<ProcessRef> attached) => new()
    {
        Target = facts.Id,
        Action = MaintenanceAction.Remove,
        CanBeUndone = true,
        NeedsSecondConfirmation = !attached.IsEmpty,
        Consequences =
        [
            Sentence.Of($"The name /{facts.Posix?.FileName} is taken away: nobody can open it any more."),
            .. attached.IsEmpty ? Array.Empty<Sentence>() : [Sentence.Of($"Attached: {Refusals.Names(attached)}. What they have mapped stays theirs, and what they write is seen by them alone.")],
            "Its memory is kept in the trash and can be put back under its name; emptying the trash frees it.",
        ],
    };

    public bool IsUnused(SegmentFacts facts, AttachmentMap scan) => scan.Of(facts).IsEmpty;

    public Sentence Remove(SegmentFacts facts) => Sentence.Of($"Removed '/{trash.Remove(facts).Name}'; it can be put back from the trash.");
}
