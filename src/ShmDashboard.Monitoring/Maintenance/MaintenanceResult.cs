using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Maintenance;

/// <summary>What came of an action. Immutable.</summary>
/// <param name="Failure">Why it was not done, or none.</param>
/// <param name="Sentence">What was done, or why not and what to do.</param>
public sealed record MaintenanceResult(MaintenanceFailure Failure, Sentence Sentence)
{
    /// <summary>It was done.</summary>
    public bool Succeeded => Failure == MaintenanceFailure.None;
}
