using System.Globalization;
using Microsoft.Extensions.Localization;
using ShmDashboard.SharedMemory.Locks;

namespace ShmDashboard.Web.Components.Wording;

/// <summary>Which lock of a segment, in words.</summary>
internal static class LockWords
{
    /// <summary>"Mutex at offset 64", "Semaphore set 7".</summary>
    public static string Of(LockDetail detail, IStringLocalizer text) =>
        detail is { Kind: LockKind.FileLock, Shared: true } ? text["OtherLocks.FileShared"] : Of(detail.Kind, detail.Offset, detail.SemaphoreId, text);

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

    private static string Number(long offset) => offset.ToString("N0", CultureInfo.InvariantCulture);
}
