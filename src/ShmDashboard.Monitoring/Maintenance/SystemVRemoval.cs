using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Removal;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Maintenance;

/// <summary>A System V segment that nobody uses goes for good, with the key file and the lock that Qt gave it.</summary>
/// <param name="processes">Tells who lives.</param>
internal sealed class SystemVRemoval(ProcessDirectory processes) : IKindRemoval
{
    public MaintenancePlan Plan(SegmentFacts facts, LockReading reading, ImmutableArray<ProcessRef> attached)
    {
        if (facts.AttachCount > 0)
        {
            return Refusals.Refuse(facts.Id, MaintenanceAction.Remove, MaintenanceFailure.NotAllowedNow, attached.IsEmpty
                ? Sentence.Of($"Cannot remove '{facts.Id}': the kernel counts {facts.AttachCount} attached, and nobody can be seen who is. Close or detach what uses it; only what nobody uses is removed.")
                : Sentence.Of($"Cannot remove '{facts.Id}': {facts.AttachCount} attached ({Refusals.Names(attached)}). Close or detach what uses it; only what nobody uses is removed."));
        }

        if (reading.State == LockState.Held)
        {
            return Refusals.Refuse(facts.Id, MaintenanceAction.Remove, MaintenanceFailure.NotAllowedNow, AbandonedLock.Is(reading, processes)
                ? Sentence.Of($"Cannot remove '{facts.Id}': its lock is held, by nobody who is left. Release the lock first.")
                : Sentence.Of($"Cannot remove '{facts.Id}': its lock is held by process {reading.LastPid}. Wait until it is free, or end that process."));
        }

        var consequences = ImmutableArray.CreateBuilder<Sentence>();
        consequences.Add(Sentence.Of($"Segment {facts.SystemV?.ShmId} of {Amount.Bytes(facts.SizeBytes)} is removed for good."));
        if (facts.Qt?.KeyFilePath is { } keyFile)
            consequences.Add(Sentence.Of($"Its key file {keyFile} is removed."));
        if (reading.SemaphoreId is { } set)
            consequences.Add(Sentence.Of($"Its lock, semaphore set {set}, is removed with its key file."));
        if (reading.WaiterCount > 0)
        {
            consequences.Add(reading.WaiterCount == 1
                ? "The one that waits for the lock goes on with a new one."
                : Sentence.Of($"{reading.WaiterCount} waiting for the lock go on with a new one."));
        }

        return new MaintenancePlan
        {
            Target = facts.Id,
            Action = MaintenanceAction.Remove,
            Consequences = consequences.ToImmutable(),
            NeedsSecondConfirmation = reading.WaiterCount > 0,
        };
    }

    public bool IsUnused(SegmentFacts facts, AttachmentMap scan) => facts is { AttachCount: 0, Creator: null or { Alive: false } };

    public Sentence Remove(SegmentFacts facts) => Told(facts, StaleSegment.Remove(facts));

    private static Sentence Told(SegmentFacts facts, RemovedSegment removed) =>
        (string.Join(", ", removed.Files), removed.SemaphoreSetId) switch
        {
            ("", null) => Sentence.Of($"Removed segment '{facts.Name}' (id {facts.SystemV?.ShmId})."),
            ("", { } set) => Sentence.Of($"Removed segment '{facts.Name}' (id {facts.SystemV?.ShmId}), semaphore set {set}."),
            (var files, null) => Sentence.Of($"Removed segment '{facts.Name}' (id {facts.SystemV?.ShmId}), {files}."),
            (var files, { } set) => Sentence.Of($"Removed segment '{facts.Name}' (id {facts.SystemV?.ShmId}), {files}, semaphore set {set}."),
        };
}
