using Microsoft.Extensions.Localization;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Components.Wording;

/// <summary>How a segment stands, said with the most important thing first.</summary>
/// <param name="Tone">How things stand.</param>
/// <param name="Text">The state or the verdict.</param>
/// <param name="Note">What is inside, or what will come of it.</param>
/// <param name="Detail">The whole story, for a tooltip.</param>
internal readonly record struct StateWords(Tone Tone, string Text, string? Note = null, string? Detail = null)
{
    /// <summary>The state of a row.</summary>
    public static StateWords Of(SegmentRow row, IStringLocalizer text, SentenceWords words)
    {
        string? content = row.Frame is { } frame && row.Facts.SizeBytes > 0 ? PayloadWords.Short(frame.Payload, text) : null;
        if (row.Gone) return new(Tone.Bad, text["State.Gone"], content, text["State.GoneExplained"]);
        if (row.Stale) return Stale(row, text);
        if (words.IfAny(row.ReadProblem) is { } problem) return new(Tone.Warn, text["State.Unreadable"], problem, problem);
        if (row.Frame is null) return new(Tone.Quiet, text["State.NotYet"], Detail: text["State.NotYetExplained"]);
        if (row.Facts.SizeBytes == 0) return new(Tone.Quiet, text["State.NoBytes"], Detail: text["State.NoBytesExplained"]);
        if (row.Facts.SystemV is { MarkedForRemoval: true }) return new(Tone.Warn, text["State.Marked"], content, text["Facts.MarkedExplained"]);
        if (Damage(row.Frame.Payload, text) is { } damage)
            return new(Tone.Bad, damage, content, words.IfAny(row.Frame.Payload.Problem) ?? damage);
        return OfVerdict(row, row.Frame.Verdict, text) with { Note = content };
    }

    /// <summary>A verdict alone.</summary>
    /// <param name="row">Whose: it may have locks of which nothing says that they are for its contents.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="text">The page's words.</param>
    public static StateWords OfVerdict(SegmentRow row, Verdict verdict, IStringLocalizer text) => verdict.Kind switch
    {
        VerdictKind.Consistent => new(Tone.Good, text["Verdict.Consistent"], Detail: text["Verdict.ConsistentExplained"]),
        VerdictKind.ChangedDuringRead =>
            new(Tone.Warn, text["Verdict.Changed"], Detail: text["Verdict.ChangedExplained"]),
        VerdictKind.TakenWhileLocked => new(
            Tone.Warn,
            verdict.Holder is { } holder ? text["Verdict.LockedBy", ProcessWords.Of(holder)] : text["Verdict.Locked"],
            Detail: text["Verdict.LockedExplained"]),
        VerdictKind.WriterIgnoresLock =>
            new(Tone.Warn, text["Verdict.IgnoresLock"], Detail: text["Verdict.IgnoresLockExplained"]),
        VerdictKind.Unproven => new(Tone.Quiet, text["Verdict.Unproven"], Detail: text["Verdict.UnprovenExplained"]),
        VerdictKind.NoLock => Agreed(verdict, isLocked: row.Standing.State != LockState.None, text),
        _ => new(Tone.Quiet, text["Verdict.Unknown"], Detail: text["Verdict.UnknownExplained"]),
    };

    private static StateWords Agreed(Verdict verdict, bool isLocked, IStringLocalizer text)
    {
        string why = isLocked ? text["Verdict.NotUnderLockExplained"] : text["Verdict.NoLockExplained"];
        return verdict.InPieces
            ? new(Tone.Quiet, isLocked ? text["Verdict.Pieces"] : text["Verdict.NoLockInPieces"], Detail: text["Verdict.PiecesExplained", why])
            : new(Tone.Quiet, isLocked ? text["Verdict.NotUnderLock"] : text["Verdict.NoLock"], Detail: why);
    }

    /// <summary>What is wrong with the payload itself, if anything.</summary>
    public static string? Damage(PayloadDescription payload, IStringLocalizer text) => payload.Integrity switch
    {
        PayloadIntegrity.Damaged => text["State.Damaged"].Value,
        PayloadIntegrity.Truncated => text["State.Truncated"].Value,
        _ => null,
    };

    private static StateWords Stale(SegmentRow row, IStringLocalizer text) => new(
        Tone.Bad,
        row.Facts.Creator is { } creator ? text["State.StaleBy", ProcessWords.Of(creator)] : text["State.Stale"],
        row.Facts is { Kind: SegmentKind.SystemV, Qt: not null } ? text["State.StaleQtNote"] : text["State.StaleNote"],
        text["State.StaleExplained"]);
}
