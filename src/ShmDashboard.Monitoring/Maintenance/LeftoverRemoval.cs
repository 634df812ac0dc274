using System.Collections.Frozen;
using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Removal;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Maintenance;

/// <summary>
/// Removes many leftovers at once: one look at everything, then each is made sure of once more and removed. What somebody uses by
/// then is left alone. For one caller at a time.
/// </summary>
/// <param name="catalog">Where segments are looked up.</param>
/// <param name="removals">How those of each kind are removed.</param>
internal sealed class LeftoverRemoval(SegmentCatalog catalog, FrozenDictionary<SegmentKind, IKindRemoval> removals)
{
    /// <summary>Removes segments.</summary>
    public MaintenanceResult Segments(ImmutableArray<SegmentId> ids)
    {
        var wanted = ids.ToHashSet();
        var there = catalog.Sweep().Where(facts => wanted.Contains(facts.Id)).ToArray();
        var scan = catalog.ScanAttachments();
        var (removed, problem) = Each(
            there.Where(facts => removals[facts.Kind].IsUnused(facts, scan)), facts => removals[facts.Kind].Remove(facts));
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

    private static (int Removed, Sentence? Problem) Each<T>(IEnumerable<T> all, Action<T> remove)
    {
        int removed = 0;
        Sentence? problem = null;
        foreach (var one in all)
        {
            try
            {
                remove(one);
                removed++;
            }
            catch (Exception error) when (error is RemovalException or IOException or UnauthorizedAccessException)
            {
                problem ??= ErrorText.Of(error);
            }
        }

        return (removed, problem);
    }

    private static MaintenanceResult Result(int removed, Sentence? problem, Sentence done) => removed > 0 || problem is null
        ? new MaintenanceResult(MaintenanceFailure.None, done)
        : new MaintenanceResult(MaintenanceFailure.Denied, Sentence.Of($"Cannot remove any of them. The first: {problem}"));
}
