using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Maintenance;

/// <summary>How segments of one kind are removed. Thread-safe.</summary>
internal interface IKindRemoval
{
    /// <summary>What removing would do, or why it cannot be done. Changes nothing.</summary>
    /// <param name="facts">The segment.</param>
    /// <param name="reading">Its lock.</param>
    /// <param name="attached">Who is known to have it attached.</param>
    MaintenancePlan Plan(SegmentFacts facts, LockReading reading, ImmutableArray<ProcessRef> attached);

    /// <summary>Whether nobody uses it, so that it may go with others at once.</summary>
    /// <param name="facts">The segment.</param>
    /// <param name="scan">Who has what mapped.</param>
    bool IsUnused(SegmentFacts facts, AttachmentMap scan);

    /// <summary>Removes it, after making sure once more that it is what was examined.</summary>
    /// <returns>What was done.</returns>
    /// <exception cref="SharedMemory.Removal.RemovalException">It is not what it was, or the kernel refuses.</exception>
    Sentence Remove(SegmentFacts facts);
}
