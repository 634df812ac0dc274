using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.Kinds;

/// <summary>One kind of shared memory: how its segments are found and read, and which locks they have.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Source">Makes what finds them, for one catalogue.</param>
/// <param name="Opener">Makes what reads them, for one reader.</param>
/// <param name="Locks">Makes what looks at their locks, given where POSIX semaphores are files; null where they have none by their names.</param>
internal sealed record KindOfSegment(
    SegmentKind Kind,
    Func<FindingContext, ISegmentSource> Source,
    Func<ReadingContext, ISegmentOpener> Opener,
    Func<string, ISegmentLocks>? Locks);
