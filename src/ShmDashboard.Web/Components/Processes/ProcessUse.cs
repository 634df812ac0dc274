using System.Collections.Immutable;
using ShmDashboard.Monitoring.Segments;

namespace ShmDashboard.Web.Components.Processes;

/// <summary>One segment as a process uses it. Immutable.</summary>
/// <param name="Row">The segment.</param>
/// <param name="Roles">What the process has to do with it; never none.</param>
public sealed record ProcessUse(SegmentRow Row, ProcessRoles Roles)
{
    /// <summary>
    /// The segments that a process has to do with: those it waits for first, then those whose lock it holds, then by name.
    /// </summary>
    /// <param name="rows">All rows.</param>
    /// <param name="pid">The process.</param>
    /// <param name="startedUtc">
    /// When it started, if that is known. Pids are used again: a segment that is older was made by another process that had the
    /// number, whatever the kernel's record of the creator's pid says.
    /// </param>
    public static ImmutableArray<ProcessUse> Of(ImmutableArray<SegmentRow> rows, int pid, DateTimeOffset? startedUtc) =>
    [
        .. rows.Where(row => !row.Gone).Select(row => new ProcessUse(row, RolesIn(row, pid, startedUtc)))
            .Where(use => use.Roles != ProcessRoles.None)
            .OrderBy(use => use.Roles.HasFlag(ProcessRoles.Waiter) ? 0 : (use.Roles & (ProcessRoles.Holder | ProcessRoles.InferredHolder)) != 0 ? 1 : 2)
            .ThenBy(use => use.Row.Facts.Name, StringComparer.OrdinalIgnoreCase),
    ];

    private static ProcessRoles RolesIn(SegmentRow row, int pid, DateTimeOffset? startedUtc)
    {
        var roles = ProcessRoles.None;
        if (row.Attached.Any(process => process.Pid == pid)) roles |= ProcessRoles.Attached;
        // The time is that of the last change of the segment's permissions: never earlier than its making.
        if (row.Facts.Creator is { Alive: true } creator && creator.Pid == pid && !(startedUtc > row.Facts.ChangedUtc))
            roles |= ProcessRoles.Creator;
        if (row.Lock.Holder?.Pid == pid)
            roles |= row.Lock.HolderIsInferred ? ProcessRoles.InferredHolder : ProcessRoles.Holder;
        foreach (var other in row.OtherLocks.Where(other => other.Holder?.Pid == pid))
            roles |= other.HolderIsInferred ? ProcessRoles.InferredHolder : ProcessRoles.Holder;
        if (row.LockWaiters.Any(waiter => waiter.Pid == pid))
            roles |= ProcessRoles.Waiter;
        return roles;
    }
}
