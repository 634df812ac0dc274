using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Monitoring.Wording;
using ShmDashboard.SharedMemory.Locks;

namespace ShmDashboard.Monitoring.Health;

/// <summary>Segments that another user keeps to himself. Pure.</summary>
internal static class OwnershipRules
{
    private const int OthersMayRead = 0x4; // S_IROTH

    public static IEnumerable<Finding> Examine(MachineState state) =>
        state.User.Uid == 0 ? [] : state.Rows.Where(row => IsClosedToUs(row, state.User)).Select(row => Foreign(row, state.User));

    // The refusal itself is the evidence: group rights or a capability may let us in where the mode alone would not.
    private static bool IsClosedToUs(SegmentRow row, UserAccount user) =>
        !row.Gone && row.Facts.OwnerUid != user.Uid && (row.Facts.Mode & OthersMayRead) == 0 &&
        (row.ReadProblem is not null || row.Lock.State == LockState.NotPermitted);

    private static Finding Foreign(SegmentRow row, UserAccount user) => new()
    {
        Kind = FindingKind.ForeignOwner,
        Severity = FindingSeverity.Info,
        Segment = row.Id,
        Subject = row.Id.ToString(),
        Title = Sentence.Of($"'{row.Facts.Name}' belongs to {row.Facts.OwnerName}: permission is denied"),
        Evidence =
        [
            Sentence.Of($"Owner {row.Facts.OwnerName} (uid {row.Facts.OwnerUid}), mode {Spoken.Mode(row.Facts.Mode)}."),
            Sentence.Of($"The dashboard runs as {user.Name} (uid {user.Uid})."),
            Sentence.Of($"{row.ReadProblem ?? row.Lock.Problem ?? "The lock may not be looked at."}"),
        ],
        Explanation = row.Facts.Qt is null
            ? "Its mode lets only its owner read it, and root."
            : "Qt makes segments and locks with mode 0600, and its file names do not contain the user: any other user's program " +
                "with the same key is told PermissionDenied.",
        Remedy = row.Facts.OwnerUid == 0
            ? "To see into it, run the dashboard as root. Programs of different users need different keys."
            : Sentence.Of($"To see into it, run the dashboard as {row.Facts.OwnerName} or as root. " +
                $"Programs of different users need different keys."),
    };
}
