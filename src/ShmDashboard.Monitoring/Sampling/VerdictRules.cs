using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Reading;

namespace ShmDashboard.Monitoring.Sampling;

/// <summary>
/// How far a copy can be believed. Pure. Under the lock it cannot tear, and without it two looks that agree while the lock was
/// free before and after are as good: but both only if the writer keeps to the lock. So that is asked too: first the bytes
/// themselves, where they carry checksums, then what was seen of the writer.
/// </summary>
internal static class VerdictRules
{
    /// <summary>Judges how the copy was made, as if its writer kept to the lock. The value says whether its two looks agreed.</summary>
    /// <param name="outcome">The copy.</param>
    /// <param name="inPieces">Whether the second look was at pieces only.</param>
    public static Verdict Judge(ReadOutcome<bool> outcome, bool inPieces = false)
    {
        if (outcome.Status != ReadStatus.Copied)
            return default;
        if (outcome.Route == ReadRoute.LockedAttach)
            return new Verdict(VerdictKind.Consistent);
        if (outcome.LockBefore.State == LockState.Held)
            return Locked(outcome.LockBefore);
        if (outcome.LockAfter.State == LockState.Held)
            return Locked(outcome.LockAfter);
        if (!outcome.Value)
            return new Verdict(VerdictKind.ChangedDuringRead);
        return outcome.LockBefore.State == LockState.Free && outcome.LockAfter.State == LockState.Free
            ? new Verdict(VerdictKind.Consistent)
            : new Verdict(VerdictKind.NoLock, InPieces: inPieces);
    }

    /// <summary>
    /// A copy with the lock as it was between the two looks. A writer that paused half-way, was met by both looks and finished
    /// before the lock was asked for again would show in nothing else: if the lock is free between them, whoever wrote while the
    /// first look lasted is done, and the second look finds what is whole.
    /// </summary>
    public static ReadOutcome<bool> WithBetween(ReadOutcome<bool> outcome, LockReading between) =>
        between.State == LockState.Held && outcome.LockAfter.State != LockState.Held ? outcome with { LockAfter = between } : outcome;

    /// <summary>
    /// A copy whose own sequence lock is odd was taken while its writer was at it, whatever else was seen. Nobody's number is told.
    /// </summary>
    public static Verdict WithSequence(Verdict judged, LayoutMatch? match) => match is { IsSequenceOdd: true } &&
        judged.Kind is VerdictKind.Consistent or VerdictKind.NoLock or VerdictKind.ChangedDuringRead ? new Verdict(VerdictKind.TakenWhileLocked) : judged;

    /// <summary>Weighs that with what is known of the content and of its writer.</summary>
    /// <param name="judged">What <see cref="Judge"/> said.</param>
    /// <param name="before">The lock before the copy.</param>
    /// <param name="proof">What the bytes prove.</param>
    /// <param name="writer">What was seen of the writer.</param>
    public static Verdict Weigh(Verdict judged, LockState before, ContentProof proof, WriterDiscipline writer) => judged.Kind switch
    {
        // A copy that was whole when the lock was taken, or behind a change elsewhere, is whole.
        VerdictKind.TakenWhileLocked or VerdictKind.ChangedDuringRead when proof == ContentProof.Whole && before == LockState.Free =>
            new Verdict(VerdictKind.Consistent),
        VerdictKind.Consistent => new Verdict((proof, writer) switch
        {
            (ContentProof.Whole, _) => VerdictKind.Consistent,
            (_, WriterDiscipline.Ignores) => VerdictKind.WriterIgnoresLock,
            (ContentProof.Open or ContentProof.PartsRight, WriterDiscipline.Keeps) => VerdictKind.Consistent,
            _ => VerdictKind.Unproven,
        }),
        _ => judged,
    };

    private static Verdict Locked(LockReading held) => new(
        VerdictKind.TakenWhileLocked, held.LastPid > 0 ? new ProcessRef(held.LastPid, null, true) : null);
}
