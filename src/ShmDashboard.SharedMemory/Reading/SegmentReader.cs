namespace ShmDashboard.SharedMemory.Reading;

/// <summary>Copies out of segments.</summary>
public sealed class SegmentReader;
