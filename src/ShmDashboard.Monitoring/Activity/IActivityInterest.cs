using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Activity;

/// <summary>
/// Somebody's interest in how often segments change, without watching them. For these,
/// <see cref="Segments.SegmentRow.UpdatesPerSecond"/> and <see cref="Segments.SegmentRow.LastChangeUtc"/> are kept true by
/// samples of their bytes, as far as they can be read without attaching. Dispose it when nobody looks any more. Thread-safe.
/// </summary>
public interface IActivityInterest : IDisposable
{
    /// <summary>Which segments; at first none.</summary>
    ImmutableHashSet<SegmentId> Ids { get; set; }
}
