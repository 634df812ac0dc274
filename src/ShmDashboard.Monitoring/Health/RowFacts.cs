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
            row.Facts.Key is { } key && state.KeyFiles.Any(file => file.LeadsTo(key)));

    /// <summary>The last time the kernel or we noticed anybody doing anything with it.</summary>
    public static DateTimeOffset? LastUseUtc(this SegmentRow row) => new[]
    {
        row.Facts.LastAttachUtc, row.Facts.LastDetachUtc, row.Facts.ChangedUtc, row.Facts.ModifiedUtc, row.LastChangeUtc,
        row.Lock.LastOperationUtc,
    }.Max();

    /// <summary>Nobody has attached to it or detached from it for so long.</summary>
    public static bool IsSettled(this SegmentRow row, DateTimeOffset now, TimeSpan time) =>
        new[] { row.Facts.LastAttachUtc, row.Facts.LastDetachUtc, row.Facts.ChangedUtc }.Max() is { } last && now - last >= time;
}
