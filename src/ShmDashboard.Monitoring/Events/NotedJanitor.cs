using System.Collections.Immutable;
using ShmDashboard.Monitoring.Maintenance;
using ShmDashboard.SharedMemory.Removal;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Events;

/// <summary>A janitor whose deeds are noted; what was refused stands in its own log.</summary>
/// <param name="janitor">Who does them.</param>
/// <param name="log">Where they are noted.</param>
public sealed class NotedJanitor(ISegmentJanitor janitor, EventLog log) : ISegmentJanitor
{
    /// <inheritdoc/>
    public bool IsReadOnly => janitor.IsReadOnly;

    /// <inheritdoc/>
    public ImmutableArray<MaintenanceEntry> Log => janitor.Log;

    /// <inheritdoc/>
    public Task<ImmutableArray<TrashedSegment>> ListTrashAsync(CancellationToken cancellationToken) => janitor.ListTrashAsync(cancellationToken);

    /// <inheritdoc/>
    public MaintenancePlan Plan(SegmentId id, MaintenanceAction action) => janitor.Plan(id, action);

    /// <inheritdoc/>
    public async Task<MaintenanceResult> CarryOutAsync(
        SegmentId id, MaintenanceAction action, string situation, bool confirmedTwice, CancellationToken cancellationToken) => Note(
            await janitor.CarryOutAsync(id, action, situation, confirmedTwice, cancellationToken).ConfigureAwait(false),
            action switch
            {
                MaintenanceAction.Remove => SegmentEventKind.Removed,
                MaintenanceAction.RepairLock => SegmentEventKind.LockRepaired,
                _ => SegmentEventKind.LockReleased,
            },
            id);

    /// <inheritdoc/>
    public async Task<MaintenanceResult> RemoveLeftoversAsync(ImmutableArray<SegmentId> ids, CancellationToken cancellationToken) => Note(
        await janitor.RemoveLeftoversAsync(ids, cancellationToken).ConfigureAwait(false), SegmentEventKind.Removed, null);

    /// <inheritdoc/>
    public async Task<MaintenanceResult> RemoveSemaphoresAsync(ImmutableArray<string> names, CancellationToken cancellationToken) => Note(
        await janitor.RemoveSemaphoresAsync(names, cancellationToken).ConfigureAwait(false), SegmentEventKind.Removed, null);

    /// <inheritdoc/>
    public async Task<MaintenanceResult> RestoreAsync(string trashItem, CancellationToken cancellationToken)
    {
        var trash = await janitor.ListTrashAsync(cancellationToken).ConfigureAwait(false);
        SegmentId? id = trash.FirstOrDefault(item => item.Item == trashItem) is { } item ? SegmentId.Posix(item.Name) : null;
        return Note(await janitor.RestoreAsync(trashItem, cancellationToken).ConfigureAwait(false), SegmentEventKind.PutBack, id);
    }

    /// <inheritdoc/>
    public async Task<MaintenanceResult> EmptyTrashAsync(CancellationToken cancellationToken) => Note(
        await janitor.EmptyTrashAsync(cancellationToken).ConfigureAwait(false), SegmentEventKind.TrashEmptied, null);

    private MaintenanceResult Note(MaintenanceResult result, SegmentEventKind kind, SegmentId? id)
    {
        if (result.Succeeded)
        {
            log.Note(new SegmentEvent
            {
                Kind = kind, Segment = id, Name = id?.Value, ByDashboard = true, Sentence = result.Sentence,
            });
        }

        return result;
    }
}
