using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.Kinds;

/// <summary>Finds the segments of one kind without touching any. Not thread-safe: the catalogue's lock guards it.</summary>
internal interface ISegmentSource
{
    /// <summary>Adds all there are now. What did not change since the last time comes back as the same object.</summary>
    void List(ImmutableArray<SegmentFacts>.Builder into);

    /// <summary>One, looked up afresh, without looking at all others; null when this kind has none of that id now.</summary>
    SegmentFacts? Find(SegmentId id);
}
