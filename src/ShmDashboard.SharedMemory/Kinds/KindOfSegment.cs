using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.Kinds;

/// <summary>One kind of shared memory: how its segments are found, and how they are read.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Source">Makes what finds them, for one catalogue.</param>
/// <param name="Opener">Makes what reads them, for one reader.</param>
internal sealed record KindOfSegment(
    SegmentKind Kind, Func<FindingContext, ISegmentSource> Source, Func<ReadingContext, ISegmentOpener> Opener);
