using System.Collections.Immutable;
using System.Globalization;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Maintenance;

/// <summary>
/// Why an action is not carried out. A whole sentence for each action, because a verb put into a sentence cannot be
/// translated. Pure.
/// </summary>
internal static class Refusals
{
    /// <summary>The dashboard was started to look only.</summary>
    public static Sentence ReadOnly(MaintenanceAction action, SegmentId id) => action switch
    {
        MaintenanceAction.Remove => Sentence.Of(
            $"Cannot remove '{id}': this dashboard was started with --read-only. Start it without to change anything."),
        MaintenanceAction.RepairLock => Sentence.Of(
            $"Cannot repair the lock of '{id}': this dashboard was started with --read-only. Start it without to change anything."),
        _ => Sentence.Of(
            $"Cannot release the lock of '{id}': this dashboard was started with --read-only. Start it without to change anything."),
    };

    /// <summary>There is no such segment.</summary>
    public static Sentence NotFound(MaintenanceAction action, SegmentId id) => action switch
    {
        MaintenanceAction.Remove => Sentence.Of(
            $"Cannot remove '{id}': it is not among this machine's segments now. Look again."),
        MaintenanceAction.RepairLock => Sentence.Of(
            $"Cannot repair the lock of '{id}': it is not among this machine's segments now. Look again."),
        _ => Sentence.Of(
            $"Cannot release the lock of '{id}': it is not among this machine's segments now. Look again."),
    };

    /// <summary>
    /// Only its owner, its creator and root may remove it: shmctl(2) for System V, the sticky <c>/dev/shm</c> for POSIX.
    /// </summary>
    public static Sentence OfAnotherUser(SegmentFacts segment) => segment.OwnerUid == 0
        ? Sentence.Of(
            $"Cannot remove '{segment.Id}': it belongs to {segment.OwnerName}, and what belongs to another user is removed by that user only. " +
            $"Run this program as {segment.OwnerName}.")
        : Sentence.Of(
            $"Cannot remove '{segment.Id}': it belongs to {segment.OwnerName}, and what belongs to another user is removed by that user or root only. " +
            $"Run this program as {segment.OwnerName} or as root.");

    /// <summary>Things are not as they were when it was confirmed.</summary>
    /// <param name="action">What was asked for.</param>
    /// <param name="id">On what.</param>
    /// <param name="attached">Who is attached now; empty for nobody that can be seen.</param>
    public static Sentence SituationChanged(MaintenanceAction action, SegmentId id, string attached) => (action, attached) switch
    {
        (MaintenanceAction.Remove, "") => Sentence.Of(
            $"Cannot remove '{id}': the situation changed since it was shown (nobody that can be seen is attached). Look again and decide anew."),
        (MaintenanceAction.Remove, _) => Sentence.Of(
            $"Cannot remove '{id}': the situation changed since it was shown (now attached: {attached}). Look again and decide anew."),
        (MaintenanceAction.RepairLock, "") => Sentence.Of(
            $"Cannot repair the lock of '{id}': the situation changed since it was shown (nobody that can be seen is attached). Look again and decide anew."),
        (MaintenanceAction.RepairLock, _) => Sentence.Of(
            $"Cannot repair the lock of '{id}': the situation changed since it was shown (now attached: {attached}). Look again and decide anew."),
        (_, "") => Sentence.Of(
            $"Cannot release the lock of '{id}': the situation changed since it was shown (nobody that can be seen is attached). Look again and decide anew."),
        _ => Sentence.Of(
            $"Cannot release the lock of '{id}': the situation changed since it was shown (now attached: {attached}). Look again and decide anew."),
    };

    /// <summary>It affects processes that live.</summary>
    /// <param name="action">What was asked for.</param>
    /// <param name="id">On what.</param>
    /// <param name="attached">
    /// Who is attached; empty where only waiting processes are affected (removing) or none that can be seen (repairing).
    /// </param>
    public static Sentence NeedsSecondConfirmation(MaintenanceAction action, SegmentId id, string attached) => (action, attached) switch
    {
        (MaintenanceAction.Remove, "") => Sentence.Of(
            $"Cannot remove '{id}' on one confirmation: it affects those who wait for its lock. Confirm a second time that this is meant."),
        (MaintenanceAction.Remove, _) => Sentence.Of(
            $"Cannot remove '{id}' on one confirmation: it affects {attached}. Confirm a second time that this is meant."),
        (MaintenanceAction.RepairLock, "") => Sentence.Of(
            $"Cannot repair the lock of '{id}' on one confirmation: it affects processes that cannot be seen. Confirm a second time that this is meant."),
        (MaintenanceAction.RepairLock, _) => Sentence.Of(
            $"Cannot repair the lock of '{id}' on one confirmation: it affects {attached}. Confirm a second time that this is meant."),
        _ => Sentence.Of(
            $"Cannot release the lock of '{id}' on one confirmation: it affects {attached}. Confirm a second time that this is meant."),
    };

    /// <summary>The kernel refused, in its own words.</summary>
    public static Sentence Failed(MaintenanceAction action, SegmentId id, string message) => action switch
    {
        MaintenanceAction.Remove => Sentence.Of($"Cannot remove '{id}': {message}"),
        MaintenanceAction.RepairLock => Sentence.Of($"Cannot repair the lock of '{id}': {message}"),
        _ => Sentence.Of($"Cannot release the lock of '{id}': {message}"),
    };

    /// <summary>It has no lock that a dashboard may set right: Qt's, or a POSIX semaphore of its name.</summary>
    /// <param name="action">What was asked for.</param>
    /// <param name="id">On what.</param>
    /// <param name="mutex">The mutex inside it; null where none is known.</param>
    public static Sentence NoLockOfOurs(MaintenanceAction action, SegmentId id, LockDetail? mutex) => (action, mutex) switch
    {
        (MaintenanceAction.RepairLock, null) => Sentence.Of(
            $"Cannot repair the lock of '{id}': no lock of Qt's is known of it, and no other can be repaired from here."),
        (MaintenanceAction.RepairLock, _) => Sentence.Of($"Cannot repair the lock of '{id}': {InsideIt(mutex)}"),
        (_, null) => Sentence.Of(
            $"Cannot release the lock of '{id}': no lock of Qt's and no POSIX semaphore of its name is known of it, and no other can be released from here."),
        _ => Sentence.Of($"Cannot release the lock of '{id}': {InsideIt(mutex)}"),
    };

    private static Sentence InsideIt(LockDetail mutex) => mutex switch
    {
        { HolderEnded: true, State: LockState.Damaged } => Sentence.Of(
            $"it is a pthread mutex inside the segment, at offset {mutex.Offset}, whose holder has ended. It is robust: the next program that locks it is told so and recovers it. The dashboard does not write into the memory of others."),
        { HolderEnded: true } => Sentence.Of(
            $"it is a pthread mutex inside the segment, at offset {mutex.Offset}, whose holder has ended. It is not robust: end the programs that use the segment, remove it, and let them make it anew. The dashboard does not write into the memory of others."),
        _ => Sentence.Of(
            $"it is a pthread mutex inside the segment, at offset {mutex.Offset}, which only the programs that use it give back and recover. The dashboard does not write into the memory of others."),
    };

    /// <summary>"album 4201, player 4312"; a process that has gone meanwhile has only its number.</summary>
    public static string Names(ImmutableArray<ProcessRef> processes) => string.Join(", ", processes.Select(process =>
        string.Create(CultureInfo.InvariantCulture, $"{process.Name} {process.Pid}").TrimStart()));

    /// <summary>A plan that says no.</summary>
    public static MaintenancePlan Refuse(SegmentId id, MaintenanceAction action, MaintenanceFailure failure, Sentence problem) => new()
    {
        Target = id,
        Action = action,
        Failure = failure,
        Problem = problem,
    };
}
