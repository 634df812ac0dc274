using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Sampling;

/// <summary>
/// Keeps the object that is there when a new one says the same. Records that hold arrays compare them by reference, so
/// every sweep would otherwise make every row a new one, and every page would draw all of them again.
/// </summary>
internal static class Steady
{
    /// <summary>The old array if the new items are the same.</summary>
    public static ImmutableArray<T> Array<T>(ImmutableArray<T> old, IEnumerable<T> items)
    {
        ImmutableArray<T> fresh = [.. items];
        return old.SequenceEqual(fresh) ? old : fresh;
    }

    /// <summary>The old facts if the new ones say the same.</summary>
    public static SegmentFacts Facts(SegmentFacts? old, SegmentFacts fresh)
    {
        if (ReferenceEquals(old, fresh))
            return fresh;
        if (old is null || !old.Aliases.SequenceEqual(fresh.Aliases))
            return fresh;
        var qt = fresh.Qt is { } freshQt && old.Qt is { } oldQt && oldQt.CollidingPaths.SequenceEqual(freshQt.CollidingPaths)
            ? freshQt with { CollidingPaths = oldQt.CollidingPaths }
            : fresh.Qt;
        return old == fresh with { Aliases = old.Aliases, Qt = qt } ? old : fresh;
    }
}
