using ShmDashboard.Monitoring.Maintenance;
using ShmDashboard.SharedMemory.Removal;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Api;

/// <summary>What an action would do: send <c>situation</c> back to have it done.</summary>
public sealed record MaintenancePlanDto(
    string Id, string Action, bool Possible, string? Problem, string Situation, IReadOnlyList<ProcessNameDto> Affected,
    IReadOnlyList<string> Consequences, bool CanBeUndone, bool NeedsSecondConfirmation)
{
    internal static MaintenancePlanDto From(MaintenancePlan plan, SentenceWords words) => new(
        plan.Target.ToString(), SegmentDto.CamelCase(plan.Action), plan.IsPossible,
        plan.Problem is { } problem ? words.Of(problem) : null, plan.Situation,
        [.. plan.Affected.Select(ProcessNameDto.From)], [.. plan.Consequences.Select(words.Of)],
        plan.CanBeUndone, plan.NeedsSecondConfirmation);
}

/// <summary>What was done.</summary>
public sealed record MaintenanceDoneDto(string Done);

/// <summary>A removed POSIX segment that can be put back.</summary>
public sealed record TrashDto(string Item, string Name, long SizeBytes, DateTimeOffset RemovedUtc)
{
    internal static TrashDto From(TrashedSegment trashed) => new(trashed.Item, trashed.Name, trashed.SizeBytes, trashed.RemovedUtc);
}

/// <summary>One line of the log of actions.</summary>
public sealed record MaintenanceEntryDto(DateTimeOffset Utc, string? Id, string? Action, bool Succeeded, string Sentence)
{
    internal static MaintenanceEntryDto From(MaintenanceEntry entry, SentenceWords words) => new(
        entry.Utc, entry.Target?.ToString(), entry.Action is { } action ? SegmentDto.CamelCase(action) : null, entry.Succeeded,
        words.Of(entry.Sentence));
}
