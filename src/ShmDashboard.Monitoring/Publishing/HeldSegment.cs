using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>A segment the dashboard stays attached to, so that it outlives its readers. Immutable.</summary>
/// <param name="Id">Which.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="SinceUtc">Since when it is held.</param>
public sealed record HeldSegment(SegmentId Id, long SizeBytes, DateTimeOffset SinceUtc);
