namespace ShmDashboard.Monitoring.Publishing;

/// <summary>Writes segments.</summary>
public sealed partial class SegmentPublisher;
