using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;

namespace ShmDashboard.Web.Components.Overview;

/// <summary>
/// The order of the list. What moves all the time is compared coarsely and ties keep the monitor's order, so that rows
/// do not dance under the pointer.
/// </summary>
internal static class SegmentOrder
{
    private static readonly TimeSpan s_recently = TimeSpan.FromSeconds(3);

    /// <summary>The rows ordered by a column; equal rows stay as they were.</summary>
    public static IEnumerable<SegmentRow> By(
        SegmentColumn column, bool descending, IEnumerable<SegmentRow> rows, DateTimeOffset now) => column switch
    {
        SegmentColumn.Picture => Sorted(rows, descending, Pixels),
        SegmentColumn.Name => descending
            ? rows.OrderByDescending(row => row.Facts.Name, StringComparer.OrdinalIgnoreCase)
            : rows.OrderBy(row => row.Facts.Name, StringComparer.OrdinalIgnoreCase),
        SegmentColumn.Size => Sorted(rows, descending, row => row.Facts.SizeBytes),
        SegmentColumn.Lock => Sorted(rows, descending, row => LockRank(row.Standing.State)),
        SegmentColumn.Attached => Sorted(rows, descending, row => row.Attached.Length),
        // What is not measured is neither quick nor slow.
        SegmentColumn.Updates => Sorted(
            rows, descending, row => Math.Round(row.UpdatesPerSecond ?? (descending ? double.NegativeInfinity : double.PositiveInfinity))),
        SegmentColumn.Changed => Sorted(rows, descending, row => Change(row, now)),
        _ => Sorted(rows, descending, Attention),
    };

    /// <summary>Those of one process together, by its name and number, nobody's last; within, as they were.</summary>
    public static IEnumerable<SegmentRow> ByProcess(IEnumerable<SegmentRow> rows) => rows
        .OrderBy(row => SegmentsQuery.ProcessOf(row) is null)
        .ThenBy(row => SegmentsQuery.ProcessOf(row)?.Name, StringComparer.OrdinalIgnoreCase)
        .ThenBy(row => SegmentsQuery.ProcessOf(row)?.Pid);

    private static IOrderedEnumerable<SegmentRow> Sorted<TKey>(
        IEnumerable<SegmentRow> rows, bool descending, Func<SegmentRow, TKey> key) =>
        descending ? rows.OrderByDescending(key) : rows.OrderBy(key);

    private static long Pixels(SegmentRow row) =>
        row.Frame?.Payload is { IsPicture: true } picture ? (long)(picture.Width ?? 0) * (picture.Height ?? 0) : -1;

    /// <summary>Whatever changed within the last seconds counts as changing now.</summary>
    private static DateTimeOffset Change(SegmentRow row, DateTimeOffset now) =>
        row.LastChangeUtc is not { } change ? DateTimeOffset.MinValue
        : now - change < s_recently ? DateTimeOffset.MaxValue : change;

    private static int LockRank(LockState state) => state switch
    {
        LockState.Held => 0,
        LockState.Damaged => 1,
        LockState.Free => 2,
        LockState.NotPermitted => 3,
        _ => 4,
    };

    private static int Attention(SegmentRow row) =>
        row.Gone || row.Stale ? 0
        : row.ReadProblem is not null ? 1
        : row.Frame is not { } frame ? 6
        : frame.Payload.IsDamaged ? 2
        : frame.Verdict.Kind switch
        {
            VerdictKind.ChangedDuringRead or VerdictKind.WriterIgnoresLock => 3,
            VerdictKind.TakenWhileLocked => 4,
            VerdictKind.Consistent => 5,
            _ => 6,
        };
}
