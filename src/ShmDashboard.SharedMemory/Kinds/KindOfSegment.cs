using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.Kinds;

/// <summary>One kind of shared memory: how its segments are found and read, which locks they have, and whether they have names.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Source">Makes what finds them, for one catalogue.</param>
/// <param name="Opener">Makes what reads them, for one reader.</param>
/// <param name="Locks">Makes what looks at their locks, given where POSIX semaphores are files; null where they have none by their names.</param>
/// <param name="IsNamed">
/// Whether whoever knows a name or key can make a segment under it, write into it and remove it. Others live and go with those who have them.
/// </param>
internal sealed record KindOfSegment(
    SegmentKind Kind,
    Func<FindingContext, ISegmentSource> Source,
    Func<ReadingContext, ISegmentOpener> Opener,
    Func<string, ISegmentLocks>? Locks,
    bool IsNamed);
