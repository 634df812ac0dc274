using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Removal;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Maintenance;

/// <inheritdoc cref="ISegmentJanitor"/>
public sealed class SegmentJanitor : ISegmentJanitor, IDisposable
{
    private const int LooksAtWhatIsInUse = 6;
    private const int AttemptsWhileLookedAt = 3;
    private const int MaxLogEntries = 200;

    private readonly SegmentCatalog _catalog;
    private readonly SegmentReader _reader;
    private readonly MutexFinder _mutexes;
    private readonly PosixTrash _trash;
    private readonly FrozenDictionary<SegmentKind, IKindRemoval> _removals;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _acting = new(1, 1);
    private ImmutableArray<MaintenanceEntry> _log = [];

    /// <param name="catalog">Where segments are looked up.</param>
    /// <param name="reader">Looks at their locks.</param>
    /// <param name="readOnly">Refuse everything.</param>
    /// <param name="time">The clock.</param>
    public SegmentJanitor(SegmentCatalog catalog, SegmentReader reader, bool readOnly, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(reader);
        _catalog = catalog;
        _reader = reader;
        _mutexes = new MutexFinder(reader, catalog.Processes);
        _trash = new PosixTrash(time);
        _removals = new Dictionary<SegmentKind, IKindRemoval>
        {
            [SegmentKind.SystemV] = new SystemVRemoval(catalog.Processes),
            [SegmentKind.Posix] = new PosixRemoval(_trash),
            [SegmentKind.Unnamed] = new UnnamedRemoval(),
        }.ToFrozenDictionary();
        _time = time;
        IsReadOnly = readOnly;
    }

    /// <inheritdoc/>
    public bool IsReadOnly { get; }

    /// <inheritdoc/>
    public ImmutableArray<MaintenanceEntry> Log => _log;

    /// <inheritdoc/>
    public Task<ImmutableArray<TrashedSegment>> ListTrashAsync(CancellationToken cancellationToken) => Task.Run(_trash.List, cancellationToken);

    /// <inheritdoc/>
    public MaintenancePlan Plan(SegmentId id, MaintenanceAction action) => Examine(id, action).Plan;

    private Examined Examine(SegmentId id, MaintenanceAction action)
    {
        var examined = ExamineOnce(id, action);
        for (int look = 1; look < LooksAtWhatIsInUse && action == MaintenanceAction.Remove && MayBeALook(examined); look++)
        {
            SecondLook.Pause(_time, look);
            examined = ExamineOnce(id, action);
        }

        return examined;
    }

    // Our own samplers, and another dashboard, look into what is stale too, and have it attached and locked for an instant: no more
    // than that is waited for, and only of what counts who is attached.
    private static bool MayBeALook(Examined examined) =>
        examined is { Facts.AttachCount: not null, Plan: { Failure: MaintenanceFailure.NotAllowedNow } plan } &&
        plan.Affected.All(process => process.Pid == Environment.ProcessId);

    private Examined ExamineOnce(SegmentId id, MaintenanceAction action)
    {
        if (IsReadOnly)
            return new(Refusals.Refuse(id, action, MaintenanceFailure.ReadOnly, Refusals.ReadOnly(action, id)), null, default);
        if (_catalog.Find(id) is not { } facts)
            return new(Refusals.Refuse(id, action, MaintenanceFailure.NotFound, Refusals.NotFound(action, id)), null, default);

        var reading = _reader.LockOf(facts);
        var attachments = _catalog.ScanAttachments();
        // The kernel counted none a moment before: who is met now looks into it, or is met by the kernel's count at the removal.
        var attached = facts.AttachCount == 0 ? [] : attachments.Of(facts)
            .Select(attachment => attachment.Process).DistinctBy(process => process.Pid).OrderBy(process => process.Pid).ToImmutableArray();
        var plan = action switch
        {
            MaintenanceAction.Remove when SegmentPermissions.IsRemovedByOthersOnly(facts) =>
                Refusals.Refuse(facts.Id, action, MaintenanceFailure.Denied, Refusals.OfAnotherUser(facts)),
            MaintenanceAction.Remove => _removals[facts.Kind].Plan(facts, reading, attached),
            MaintenanceAction.RepairLock => PlanRepair(facts, reading, attached),
            _ => PlanRelease(facts, reading, attached),
        };
        if (action != MaintenanceAction.Remove && !plan.IsPossible && reading.Kind == LockKind.None)
            plan = Refusals.Refuse(facts.Id, action, plan.Failure, Refusals.NoLockOfOurs(action, facts.Id, _mutexes.Find(facts, attachments.Of(facts))));
        if (plan.IsPossible && attachments.UnreadableProcesses > 0 && facts.AttachCount is null)
        {
            plan = plan with
            {
                Consequences = plan.Consequences.Add(attachments.UnreadableProcesses == 1
                    ? "One process may not be looked into, of another user or protected: whether it uses it is not known."
                    : Sentence.Of(
                        $"{attachments.UnreadableProcesses} processes may not be looked into, of other users or protected: whether they use it is not known.")),
            };
        }

        return new(plan with { Affected = attached, Situation = Fingerprint(action, facts, reading, attached) }, facts, reading);
    }

    /// <inheritdoc/>
    public async Task<MaintenanceResult> CarryOutAsync(
        SegmentId id, MaintenanceAction action, string situation, bool confirmedTwice, CancellationToken cancellationToken)
    {
        await _acting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var result = await Task.Run(() => CarryOut(id, action, situation, confirmedTwice), CancellationToken.None).ConfigureAwait(false);
            return Note(id, action, result);
        }
        finally
        {
            _acting.Release();
        }
    }

    /// <inheritdoc/>
    public Task<MaintenanceResult> RemoveLeftoversAsync(ImmutableArray<SegmentId> ids, CancellationToken cancellationToken) =>
        ActAsync(
            () => new LeftoverRemoval(_catalog, _removals).Segments(ids),
            "Cannot remove leftovers: this dashboard was started with --read-only. Start it without to change anything.",
            message => Sentence.Of($"Cannot remove leftovers: {message}"),
            cancellationToken);

    /// <inheritdoc/>
    public Task<MaintenanceResult> RemoveSemaphoresAsync(ImmutableArray<string> names, CancellationToken cancellationToken) =>
        ActAsync(
            () => new LeftoverRemoval(_catalog, _removals).Semaphores(names),
            "Cannot remove leftovers: this dashboard was started with --read-only. Start it without to change anything.",
            message => Sentence.Of($"Cannot remove leftovers: {message}"),
            cancellationToken);

    /// <inheritdoc/>
    public Task<MaintenanceResult> RestoreAsync(string trashItem, CancellationToken cancellationToken) =>
        ActAsync(
            () => new(MaintenanceFailure.None, Sentence.Of($"Put back {_trash.Restore(trashItem)} under its old name, with its content.")),
            Sentence.Of($"Cannot put back '{trashItem}': this dashboard was started with --read-only. Start it without to change anything."),
            message => Sentence.Of($"Cannot put back '{trashItem}': {message}"),
            cancellationToken);

    /// <inheritdoc/>
    public Task<MaintenanceResult> EmptyTrashAsync(CancellationToken cancellationToken) =>
        ActAsync(
            () => new(MaintenanceFailure.None, _trash.Empty() switch
            {
                1 => "Freed 1 removed segment for good.",
                var freed => Sentence.Of($"Freed {freed} removed segments for good."),
            }),
            "Cannot empty the trash: this dashboard was started with --read-only. Start it without to change anything.",
            message => Sentence.Of($"Cannot empty the trash: {message}"),
            cancellationToken);

    /// <summary>No action may be under way any more.</summary>
    public void Dispose() => _acting.Dispose();

    private MaintenanceResult CarryOut(SegmentId id, MaintenanceAction action, string situation, bool confirmedTwice)
    {
        var result = TryToCarryOut(id, action, situation, confirmedTwice);
        // Such a look may also fall between the plan and what it is for: carried out is only ever what was confirmed.
        for (int attempt = 1; attempt < AttemptsWhileLookedAt && action == MaintenanceAction.Remove &&
            result.Failure == MaintenanceFailure.SituationChanged; attempt++)
        {
            SecondLook.Pause(_time, attempt);
            result = TryToCarryOut(id, action, situation, confirmedTwice);
        }

        return result;
    }

    private MaintenanceResult TryToCarryOut(SegmentId id, MaintenanceAction action, string situation, bool confirmedTwice)
    {
        var (plan, facts, reading) = Examine(id, action);
        if (facts is null || !plan.IsPossible)
            return new MaintenanceResult(plan.Failure, plan.Problem!);
        if (plan.Situation != situation)
        {
            return new MaintenanceResult(
                MaintenanceFailure.SituationChanged, Refusals.SituationChanged(action, id, Refusals.Names(plan.Affected)));
        }

        if (plan.NeedsSecondConfirmation && !confirmedTwice)
        {
            return new MaintenanceResult(
                MaintenanceFailure.NeedsSecondConfirmation, Refusals.NeedsSecondConfirmation(action, id, Refusals.Names(plan.Affected)));
        }

        try
        {
            return new MaintenanceResult(MaintenanceFailure.None, Do(facts, reading, action));
        }
        catch (RemovalException error)
        {
            return new MaintenanceResult(
                error.SituationChanged ? MaintenanceFailure.SituationChanged : MaintenanceFailure.Denied, error.Told);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new MaintenanceResult(MaintenanceFailure.Denied, Refusals.Failed(action, id, error.Message));
        }
    }

    // Each of these makes sure once more that it meets what was examined.
    private Sentence Do(SegmentFacts facts, LockReading reading, MaintenanceAction action)
    {
        switch (action)
        {
            case MaintenanceAction.Remove:
                return _removals[facts.Kind].Remove(facts);
            case MaintenanceAction.RepairLock:
                return Sentence.Of(
                    $"Repaired the lock of '{facts.Id}': its value was {DamagedLock.Repair(facts)} and is 1.");
            default:
                if (reading.Kind == LockKind.QtSystemV)
                    AbandonedLock.Release(facts, reading);
                else
                    AbandonedSemaphore.Release(SemaphoreName(facts)!, reading.FileIdentity);
                return Sentence.Of($"Released the lock of '{facts.Id}' for its dead holder.");
        }
    }

    private static MaintenancePlan PlanRepair(SegmentFacts facts, LockReading reading, ImmutableArray<ProcessRef> attached) =>
        reading.State != LockState.Damaged
            ? Refusals.Refuse(facts.Id, MaintenanceAction.RepairLock, MaintenanceFailure.NotFound, Sentence.Of(
                $"Cannot repair the lock of '{facts.Id}': it is not damaged (value {reading.Value}). Nothing needs to be done."))
            : new MaintenancePlan
            {
                Target = facts.Id,
                Action = MaintenanceAction.RepairLock,
                NeedsSecondConfirmation = !attached.IsEmpty || facts.AttachCount > 0,
                Consequences =
                [
                    Sentence.Of($"The lock's value goes from {reading.Value} to 1: from then on one process at a time holds it."),
                    .. attached.IsEmpty ? Array.Empty<Sentence>() : [Sentence.Of($"Attached: {Refusals.Names(attached)}. One of them that believes to hold the lock may meet another in its place once more.")],
                ],
            };

    private MaintenancePlan PlanRelease(SegmentFacts facts, LockReading reading, ImmutableArray<ProcessRef> attached)
    {
        bool abandoned = AbandonedLock.Is(reading, _catalog.Processes);
        if (!abandoned && (reading is not { Kind: LockKind.PosixSemaphore, State: LockState.Held } || SemaphoreName(facts) is null))
        {
            return Refusals.Refuse(facts.Id, MaintenanceAction.ReleaseLock, MaintenanceFailure.NotFound, reading.Kind == LockKind.PosixSemaphore
                ? Sentence.Of($"Cannot release the lock of '{facts.Id}': it is not held (value {reading.Value}). Nothing needs to be done.")
                : Sentence.Of(
                    $"Cannot release the lock of '{facts.Id}': nobody who has ended holds it. A System V lock is released by the kernel when its holder dies."));
        }

        var consequences = ImmutableArray.CreateBuilder<Sentence>();
        consequences.Add(!abandoned ? "The semaphore is posted once: the next process that waits, or asks, gets the lock."
            : reading.LastPid > 0
                ? Sentence.Of($"The lock goes from 0 to 1. Process {reading.LastPid}, which took it, has ended, and the kernel did not give it back.")
                : "The lock goes from 0 to 1. Nobody has ever taken it: whoever made it ended before it was set up.");
        if (abandoned && reading.WaiterCount > 0)
            consequences.Add(reading.WaiterCount == 1 ? "The one that waits gets it." : Sentence.Of($"Of {reading.WaiterCount} waiting, the first gets it."));
        if (!attached.IsEmpty)
            consequences.Add(Sentence.Of($"Attached: {Refusals.Names(attached)}. If one of them holds the lock and lives, two will hold it at once."));
        return new MaintenancePlan
        {
            Target = facts.Id,
            Action = MaintenanceAction.ReleaseLock,
            NeedsSecondConfirmation = !attached.IsEmpty || facts.AttachCount > 0,
            Consequences = consequences.ToImmutable(),
        };
    }

    private static string? SemaphoreName(SegmentFacts facts) =>
        facts.Posix?.FileName is { } name ? QtNativeKey.LockNameOf(name) : null;

    private async Task<MaintenanceResult> ActAsync(
        Func<MaintenanceResult> act, Sentence readOnly, Func<string, Sentence> failed, CancellationToken cancellationToken)
    {
        if (IsReadOnly)
            return Note(null, null, new MaintenanceResult(MaintenanceFailure.ReadOnly, readOnly));

        await _acting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Note(null, null, await Task.Run(act, CancellationToken.None).ConfigureAwait(false));
        }
        catch (RemovalException error)
        {
            return Note(null, null, new MaintenanceResult(
                error.SituationChanged ? MaintenanceFailure.SituationChanged : MaintenanceFailure.Denied, error.Told));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Note(null, null, new MaintenanceResult(MaintenanceFailure.Denied, failed(error.Message)));
        }
        finally
        {
            _acting.Release();
        }
    }

    private MaintenanceResult Note(SegmentId? id, MaintenanceAction? action, MaintenanceResult result)
    {
        var entry = new MaintenanceEntry(_time.GetUtcNow(), id, action, result.Succeeded, result.Sentence);
        ImmutableInterlocked.Update(ref _log, log => [entry, .. log.Take(MaxLogEntries - 1)]);
        return result;
    }

    private static string Fingerprint(
        MaintenanceAction action, SegmentFacts facts, LockReading reading, ImmutableArray<ProcessRef> attached)
    {
        string all = string.Create(CultureInfo.InvariantCulture,
            $"{action}|{facts.Identity}|{facts.SystemV?.Key}|{facts.AttachCount}|{reading.SemaphoreId}|{reading.FileIdentity}|{reading.State}|{reading.Value}|") +
            string.Join(',', attached.Select(process => process.Pid)) +
            // A semaphore does not tell who has it: one waiter fewer may be the one that got it, and lives.
            (action == MaintenanceAction.ReleaseLock ? string.Create(CultureInfo.InvariantCulture, $"|{reading.WaiterCount}|{reading.LastPid}") : "");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)).AsSpan(0, 8));
    }

    private readonly record struct Examined(MaintenancePlan Plan, SegmentFacts? Facts, LockReading Reading);
}
