using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Removal;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Maintenance;

/// <summary>
/// Removes and repairs: everything that touches what others made. Each action is planned first, which changes nothing and
/// names who is affected, and carried out only in the situation for which it was planned. Thread-safe. The seam for
/// component tests; <see cref="SegmentJanitor"/> in production.
/// </summary>
public interface ISegmentJanitor
{
    /// <summary>The dashboard was started to look only: every action is refused.</summary>
    bool IsReadOnly { get; }

    /// <summary>The latest actions, newest first; at most 200.</summary>
    ImmutableArray<MaintenanceEntry> Log { get; }

    /// <summary>POSIX segments that can be put back. Reads directories, on another thread than the caller's.</summary>
    /// <exception cref="IOException">It was emptied while it was listed.</exception>
    Task<ImmutableArray<TrashedSegment>> ListTrashAsync(CancellationToken cancellationToken);

    /// <summary>Says what an action would do. Changes nothing.</summary>
    MaintenancePlan Plan(SegmentId id, MaintenanceAction action);

    /// <summary>Does it.</summary>
    /// <param name="id">On what.</param>
    /// <param name="action">What.</param>
    /// <param name="situation"><see cref="MaintenancePlan.Situation"/> of the plan that was confirmed.</param>
    /// <param name="confirmedTwice">Whether a plan that needs it was confirmed a second time.</param>
    /// <param name="cancellationToken">Honoured before it begins.</param>
    Task<MaintenanceResult> CarryOutAsync(
        SegmentId id, MaintenanceAction action, string situation, bool confirmedTwice, CancellationToken cancellationToken);

    /// <summary>
    /// Removes many segments that nobody uses, each made sure of once more; what is used by then is left alone.
    /// </summary>
    Task<MaintenanceResult> RemoveLeftoversAsync(ImmutableArray<SegmentId> ids, CancellationToken cancellationToken);

    /// <summary>Takes the names of POSIX semaphores away that nobody has open; what somebody has by then is left alone.</summary>
    Task<MaintenanceResult> RemoveSemaphoresAsync(ImmutableArray<string> names, CancellationToken cancellationToken);

    /// <summary>Puts a removed POSIX segment back under its name.</summary>
    Task<MaintenanceResult> RestoreAsync(string trashItem, CancellationToken cancellationToken);

    /// <summary>Frees what is in the trash, for good.</summary>
    Task<MaintenanceResult> EmptyTrashAsync(CancellationToken cancellationToken);
}
