using System.Collections.Immutable;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.Wording;

namespace ShmDashboard.Monitoring.Health;

/// <summary>Segments that another user keeps to himself. Pure.</summary>
internal static class OwnershipRules
{
    private const int OthersMayRead = 0x4; // S_IROTH

    private const int MaxOwnersNamed = 5;

    public static IEnumerable<Finding> Examine(MachineState state) =>
        state.User.Uid == 0
            ? []
            : state.Rows.Where(row => IsClosedToUs(row, state.User)).GroupBy(row => row.Facts.Qt is not null)
                .Select(alike => alike.ToImmutableArray())
                .Select(rows => rows.Length == 1 ? Foreign(rows[0], state.User) : Foreign(rows, state.User));

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
            RunsAs(user),
            Refusal(row),
        ],
        Explanation = row.Facts.Qt is null ? "Its mode does not let other users read it; its owner and root may." : QtExplanation(),
        Remedy = row.Facts.OwnerUid == 0
            ? "To see into it, run the dashboard as root. Programs of different users need different keys."
            : Sentence.Of($"To see into it, run the dashboard as {row.Facts.OwnerName} or as root. " +
                $"Programs of different users need different keys."),
    };

    private static Finding Foreign(ImmutableArray<SegmentRow> rows, UserAccount user)
    {
        bool areQt = rows[0].Facts.Qt is not null;
        string count = Spoken.Count((ulong)rows.Length);
        return new Finding
        {
            Kind = FindingKind.ForeignOwner,
            Severity = FindingSeverity.Info,
            Segments = [.. rows.Select(row => row.Id)],
            Subject = areQt ? "foreign Qt" : "foreign",
            Title = areQt
                ? Sentence.Of($"{count} Qt segments belong to other users: permission is denied")
                : Sentence.Of($"{count} segments belong to other users: permission is denied"),
            Evidence = [Owners(rows), RunsAs(user), Sentence.Of($"For example: {Refusal(rows[0])}")],
            Explanation = areQt ? QtExplanation() : "Their modes do not let other users read them; their owners and root may.",
            Remedy = rows.Select(row => row.Facts.OwnerUid).Distinct().ToArray() is [not 0]
                ? Sentence.Of($"To see into them, run the dashboard as {rows[0].Facts.OwnerName} or as root. " +
                    $"Programs of different users need different keys.")
                : "To see into them, run the dashboard as root. Programs of different users need different keys.",
        };
    }

    private static Sentence Owners(ImmutableArray<SegmentRow> rows)
    {
        string[] owners = [.. rows.DistinctBy(row => row.Facts.OwnerUid).OrderBy(row => row.Facts.OwnerName, StringComparer.Ordinal)
            .Select(row => $"{row.Facts.OwnerName} (uid {row.Facts.OwnerUid})")];
        string named = string.Join(", ", owners.Take(MaxOwnersNamed));
        return owners.Length > MaxOwnersNamed
            ? Sentence.Of($"They belong to {owners.Length} users, among them {named}.")
            : Sentence.Of($"They belong to {named}.");
    }

    private static Sentence RunsAs(UserAccount user) => Sentence.Of($"The dashboard runs as {user.Name} (uid {user.Uid}).");

    private static Sentence Refusal(SegmentRow row) => row.ReadProblem ?? row.Lock.Problem ?? "The lock may not be looked at.";

    private static Sentence QtExplanation() =>
        "Qt makes segments and locks with mode 0600, and its file names do not contain the user: any other user's program " +
        "with the same key is told PermissionDenied.";
}
