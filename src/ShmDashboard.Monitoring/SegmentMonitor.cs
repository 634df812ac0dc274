namespace ShmDashboard.Monitoring;

/// <summary>Watches this machine's segments.</summary>
public sealed partial class SegmentMonitor;
