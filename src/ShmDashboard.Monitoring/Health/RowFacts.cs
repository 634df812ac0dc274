using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Health;

/// <summary>What several rules ask of a row. Pure.</summary>
internal static class RowFacts
{
    public static bool IsQtSystemV(this SegmentRow row) => row.Facts is { Kind: SegmentKind.SystemV, Qt: not null };

    /// <summary>A Qt program with the right key finds it.</summary>
    public static bool IsFoundByQt(this SegmentRow row, MachineState state) =>
        row.IsQtSystemV() && (row.Facts.Qt!.KeyFile != QtKeyFileState.Missing ||
            row.Facts.SystemV?.Key is { } key && state.KeyFiles.Any(file => file.LeadsTo(key)));

    /// <summary>When somebody was last seen to have it, be it only mapped.</summary>
    public static DateTimeOffset? LastHadUtc(this SegmentRow row, MachineState state) =>
        state.LastMapped.TryGetValue(row.Id, out var mapped) && !(row.LastUseUtc(state) > mapped) ? mapped : row.LastUseUtc(state);

    /// <summary>The last time the kernel or we noticed anybody doing anything with it.</summary>
    public static DateTimeOffset? LastUseUtc(this SegmentRow row, MachineState state) => new[]
    {
        row.AttachmentsChangedUtc(state), row.Facts.ModifiedUtc, row.LastChangeUtc, row.Lock.LastOperationUtc,
    }.Max();

    /// <summary>Nobody has attached to it or detached from it for so long.</summary>
    public static bool IsSettled(this SegmentRow row, MachineState state, TimeSpan time) =>
        row.AttachmentsChangedUtc(state) is { } last && state.NowUtc - last >= time;

    /// <summary>When somebody last detached; null when nobody ever did, or when the dashboard's own brief look hides it.</summary>
    public static DateTimeOffset? DetachedUtc(this SegmentRow row, MachineState state) =>
        !row.WeWereLast(state) ? row.Facts.SystemV?.LastDetachUtc
        : row.Facts.SystemV?.ShmId is { } shmId && state.EarlierDetaches.TryGetValue(shmId, out var earlier) ? earlier
        : null;

    /// <summary>The kernel's times of attaching and detaching are those of a dashboard's brief look.</summary>
    public static bool WeWereLast(this SegmentRow row, MachineState state) => Onlooker.WasLast(row.Facts, state.DashboardPid);

    private static DateTimeOffset? AttachmentsChangedUtc(this SegmentRow row, MachineState state) => new[]
    {
        row.WeWereLast(state) ? null : row.Facts.SystemV?.LastAttachUtc, row.DetachedUtc(state), row.Facts.ChangedUtc,
    }.Max();
}
