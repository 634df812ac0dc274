using System.Collections.Immutable;
using ShmDashboard.Monitoring.Waiting;

namespace ShmDashboard.Monitoring.Health;

/// <summary>
/// What is stale, stuck, torn, foreign or full, by the facts of one moment. Pure: the same state gives the same findings in
/// the same order. What cannot be proved is not found.
/// </summary>
public static class HealthExaminer
{
    /// <summary>The findings: the gravest first, then by kind and subject.</summary>
    public static ImmutableArray<Finding> Examine(MachineState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var graph = WaitGraph.Of(state.Rows.AddRange(state.UnnamedWithLocks));
        return
        [
            .. LifetimeRules.Examine(state)
                .Concat(OwnershipRules.Examine(state))
                .Concat(KeyFileRules.Examine(state))
                .Concat(LockRules.Examine(state, graph))
                .Concat(OtherLockRules.Examine(state, graph))
                .Concat(SemaphoreRules.Examine(state))
                .Concat(ContentRules.Examine(state))
                .Concat(MachineRules.Examine(state))
                .OrderByDescending(finding => finding.Severity)
                .ThenBy(finding => finding.Kind)
                .ThenBy(finding => finding.Subject, StringComparer.Ordinal),
        ];
    }
}
