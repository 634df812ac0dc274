using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Maintenance;

/// <summary>One line of the log of actions. Immutable.</summary>
/// <param name="Utc">When.</param>
/// <param name="Target">On what.</param>
/// <param name="Action">What was asked for; null for putting back and emptying the trash.</param>
/// <param name="Succeeded">Whether it was done.</param>
/// <param name="Sentence">What was done, or why not.</param>
public sealed record MaintenanceEntry(
    DateTimeOffset Utc, SegmentId? Target, MaintenanceAction? Action, bool Succeeded, Sentence Sentence);
