using System.Collections.Concurrent;
using System.Collections.Immutable;
using ShmDashboard.Monitoring.Maintenance;
using ShmDashboard.SharedMemory.Removal;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Tests.Fakes;

/// <summary>A janitor that plans and answers as it is told, and remembers what was asked of it. Removes nothing.</summary>
internal sealed class FakeSegmentJanitor(TimeProvider time) : ISegmentJanitor
{
    /// <summary>How a plan is made; by default it is possible, affects nobody and can be undone for POSIX segments.</summary>
    public Func<SegmentId, MaintenanceAction, MaintenancePlan> Planner { get; set; } = (id, action) => new()
    {
        Target = id,
        Action = action,
        Situation = "quiet",
        Consequences = ["The name is taken away."],
        CanBeUndone = id.Scheme == SegmentScheme.Posix && action == MaintenanceAction.Remove,
    };

    /// <summary>How an action ends; by default well.</summary>
    public Func<SegmentId, MaintenanceAction, MaintenanceResult>? Actor { get; set; }

    /// <summary>What was carried out: with the situation and the second confirmation that came along.</summary>
    public ConcurrentQueue<(SegmentId Id, MaintenanceAction Action, string Situation, bool Twice)> Done { get; } = new();

    public bool IsReadOnly { get; set; }

    public ImmutableArray<MaintenanceEntry> Log { get; set; } = [];

    public ImmutableArray<TrashedSegment> Trash { get; set; } = [];

    public Task<ImmutableArray<TrashedSegment>> ListTrashAsync(CancellationToken cancellationToken) => Task.FromResult(Trash);

    public MaintenancePlan Plan(SegmentId id, MaintenanceAction action) => Planner(id, action);

    public Task<MaintenanceResult> CarryOutAsync(
        SegmentId id, MaintenanceAction action, string situation, bool confirmedTwice, CancellationToken cancellationToken)
    {
        Done.Enqueue((id, action, situation, confirmedTwice));
        var result = Actor?.Invoke(id, action) ?? new MaintenanceResult(MaintenanceFailure.None, $"{action}: done with '{id}'.");
        if (result.Succeeded && action == MaintenanceAction.Remove && id.Scheme == SegmentScheme.Posix)
            Trash = [new TrashedSegment($"1/{id.Value}", id.Value, 4096, time.GetUtcNow()), .. Trash];
        return Task.FromResult(Note(id, action, result));
    }

    /// <summary>What was removed together.</summary>
    public ConcurrentQueue<string> RemovedTogether { get; } = new();

    public Task<MaintenanceResult> RemoveLeftoversAsync(ImmutableArray<SegmentId> ids, CancellationToken cancellationToken) =>
        Together([.. ids.Select(id => id.ToString())]);

    public Task<MaintenanceResult> RemoveSemaphoresAsync(ImmutableArray<string> names, CancellationToken cancellationToken) => Together(names);

    private Task<MaintenanceResult> Together(ImmutableArray<string> names)
    {
        foreach (string name in names)
            RemovedTogether.Enqueue(name);
        return Task.FromResult(Note(null, null, new MaintenanceResult(MaintenanceFailure.None, $"Removed {names.Length}.")));
    }

    public Task<MaintenanceResult> RestoreAsync(string trashItem, CancellationToken cancellationToken)
    {
        Trash = [.. Trash.Where(item => item.Item != trashItem)];
        return Task.FromResult(Note(null, null, new MaintenanceResult(MaintenanceFailure.None, $"Put back '{trashItem}'.")));
    }

    public Task<MaintenanceResult> EmptyTrashAsync(CancellationToken cancellationToken)
    {
        Trash = [];
        return Task.FromResult(Note(null, null, new MaintenanceResult(MaintenanceFailure.None, "Freed the trash for good.")));
    }

    private MaintenanceResult Note(SegmentId? id, MaintenanceAction? action, MaintenanceResult result)
    {
        Log = [new MaintenanceEntry(time.GetUtcNow(), id, action, result.Succeeded, result.Sentence), .. Log];
        return result;
    }
}
