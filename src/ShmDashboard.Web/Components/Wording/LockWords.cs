using System.Globalization;
using Microsoft.Extensions.Localization;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Removal;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Components.Wording;

/// <summary>Which lock of a segment, in words.</summary>
internal static class LockWords
{
    /// <summary>"Mutex at offset 64", "Semaphore set 7".</summary>
    public static string Of(LockDetail detail, IStringLocalizer text) => detail switch
    {
        { Kind: LockKind.FileLock, Shared: true } => text["OtherLocks.FileShared"],
        { Kind: LockKind.NamedSemaphore } => text["OtherLocks.Named", VisibleText.Of("/" + detail.Name)],
        _ => Of(detail.Kind, detail.Offset, detail.SemaphoreId, text),
    };

    /// <summary>The same, of what is known in a graph.</summary>
    public static string Of(LockKind kind, long offset, int? semaphoreId, IStringLocalizer text) => kind switch
    {
        LockKind.ProcessMutex => text["OtherLocks.Mutex", Number(offset)],
        LockKind.ReadWriteLock => text["OtherLocks.ReadWrite", Number(offset)],
        LockKind.EmbeddedSemaphore => text["OtherLocks.Semaphore", Number(offset)],
        LockKind.OtherWait => text["OtherLocks.Wait", Number(offset)],
        LockKind.SemaphoreSet => text["OtherLocks.Set", (semaphoreId ?? 0).ToString(CultureInfo.InvariantCulture)],
        _ => text["OtherLocks.File"],
    };

    /// <summary>What a lock's state means; of one that is held the whole of it, where a narrow column cuts the words off.</summary>
    public static string? Explain(LockStatus status, IStringLocalizer text, SentenceWords words) => status.State switch
    {
        LockState.Free => status.EndedHolder is { } ended ? text["Lock.EndedExplained", ProcessWords.Of(ended)] : text["Lock.FreeExplained"],
        LockState.Held when AbandonedLock.IsNobodys(status) => words.IfAny(status.Problem) ?? text["Lock.NeverGivenBackExplained"],
        LockState.Held => Held(status, text, words),
        LockState.Damaged => words.IfAny(status.Problem) ?? (status.Kind == LockKind.ProcessMutex ? null : text["Lock.DamagedExplained"].Value),
        LockState.NotPermitted => words.IfAny(status.Problem) ?? text["Lock.NotPermittedExplained"],
        LockState.None when status.WaiterCount > 0 => text["Lock.SomebodyWaitsExplained"],
        LockState.None when status.Kind == LockKind.SemaphoreSet => words.IfAny(status.Problem),
        _ => text["Lock.NoneExplained"],
    };

    /// <summary>How a lock stands.</summary>
    public static Tone ToneOf(LockStatus status) => status.State switch
    {
        LockState.Free => status.EndedHolder is null ? Tone.Good : Tone.Warn,
        LockState.Held => AbandonedLock.IsNobodys(status) ? Tone.Bad : Tone.Warn,
        LockState.Damaged => Tone.Bad,
        LockState.None when status.WaiterCount > 0 => Tone.Warn,
        _ => Tone.Quiet,
    };

    /// <summary>The same of a lock beside the one that contents are read under.</summary>
    public static Tone ToneOf(LockDetail detail) => detail.State switch
    {
        LockState.Free => Tone.Good,
        LockState.Held => detail.HolderEnded ? Tone.Bad : Tone.Warn,
        LockState.Damaged => Tone.Bad,
        _ => Tone.Quiet,
    };

    private static string Held(LockStatus status, IStringLocalizer text, SentenceWords words) => string.Join('\n', ((string?[])
    [
        status.Holder is { } holder ? text["Lock.HeldBy"] + " " + ProcessWords.Of(holder) : text["Lock.Held"].Value,
        status.HeldSinceUtc is { } since ? Since(since.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), status.HeldAtLeast, text) : null,
        status.WaiterCount == 0 ? null : status.Waiters.IsDefaultOrEmpty ? text["Lock.Waiting", status.WaiterCount].Value : text["Lock.WaitersTitle", ProcessWords.List(status.Waiters, text)].Value,
        status.HolderIsInferred ? text["Lock.Inferred"].Value : null,
        words.IfAny(status.Problem),
    ]).OfType<string>());

    private static string Since(string moment, bool orEarlier, IStringLocalizer text) =>
        orEarlier ? text["Lock.SinceAtLeast", moment] : text["Lock.Since", moment];

    private static string Number(long offset) => offset.ToString("N0", CultureInfo.InvariantCulture);
}
