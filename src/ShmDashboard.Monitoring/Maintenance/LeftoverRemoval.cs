using System.Collections.Immutable;
using ShmDashboard.Monitoring.Wording;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Removal;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Maintenance;

/// <summary>
/// Removes many leftovers at once: one look at everything, then each is made sure of once more and removed. What somebody uses by
/// then is left alone. For one caller at a time.
/// </summary>
internal sealed class LeftoverRemoval(SegmentCatalog catalog, PosixTrash trash)
{
    /// <summary>Removes segments.</summary>
    public MaintenanceResult Segments(ImmutableArray<SegmentId> ids)
    {
        var wanted = ids.ToHashSet();
        var there = catalog.Sweep().Where(facts => wanted.Contains(facts.Id)).ToArray();
        var scan = catalog.ScanAttachments();
        var (removed, problem) = Each(there.Where(facts => IsUnused(facts, scan)), facts =>
        {
            if (facts.Kind == SegmentKind.SystemV)
                StaleSegment.Remove(facts);
            else
                trash.Remove(facts);
        });
        int left = there.Length - removed;
        return Result(removed, problem,
            left == 0 ? Sentence.Of($"Removed segments that nobody used: {removed}.")
                : Sentence.Of($"Removed segments that nobody used: {removed}. Left alone, because used by now or not to be removed by us: {left}."));
    }

    /// <summary>Removes POSIX semaphores.</summary>
    public MaintenanceResult Semaphores(ImmutableArray<string> names)
    {
        var wanted = names.ToHashSet(StringComparer.Ordinal);
        var there = new PosixSemaphoreCatalog(catalog.Processes).Sweep([], _ => catalog.ScanAttachments())
            .Where(semaphore => wanted.Contains(semaphore.Name)).ToArray();
        var (removed, problem) = Each(there.Where(semaphore => semaphore.Users.IsEmpty), semaphore => LeftSemaphore.Remove(semaphore));
        int left = there.Length - removed;
        return Result(removed, problem,
            left == 0 ? Sentence.Of($"Removed semaphores that nobody had open: {removed}.")
                : Sentence.Of($"Removed semaphores that nobody had open: {removed}. Left alone, because used by now or not to be removed by us: {left}."));
    }

    private static bool IsUnused(SegmentFacts facts, AttachmentMap scan) => facts.Kind == SegmentKind.SystemV
        ? facts is { AttachCount: 0, Creator: null or { Alive: false } }
        : scan.Of(facts).IsEmpty;

    private static (int Removed, string? Problem) Each<T>(IEnumerable<T> all, Action<T> remove)
    {
        int removed = 0;
        string? problem = null;
        foreach (var one in all)
        {
            try
            {
                remove(one);
                removed++;
            }
            catch (Exception error) when (error is RemovalException or IOException or UnauthorizedAccessException)
            {
                problem ??= error.Message;
            }
        }

        return (removed, problem);
    }

    private static MaintenanceResult Result(int removed, string? problem, Sentence done) => removed > 0 || problem is null
        ? new MaintenanceResult(MaintenanceFailure.None, done)
        : new MaintenanceResult(MaintenanceFailure.Denied, Sentence.Of($"Cannot remove any of them. The first: {Sentence.FromString(problem)}"));
}
