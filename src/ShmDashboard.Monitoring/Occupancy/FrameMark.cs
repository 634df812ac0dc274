namespace ShmDashboard.Monitoring.Occupancy;

/// <summary>When a new content was first seen.</summary>
/// <param name="Sequence">The frame's number.</param>
/// <param name="SeenUtc">When it was copied.</param>
public readonly record struct FrameMark(long Sequence, DateTimeOffset SeenUtc);
