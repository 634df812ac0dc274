using System.Collections.Immutable;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>The list as of one sweep. Immutable.</summary>
public sealed record SegmentList
{
    /// <summary>Before the first sweep.</summary>
    public static SegmentList Empty { get; } = new();

    /// <summary>Grows with every published list.</summary>
    public long Version { get; init; }

    /// <summary>When it was made; default before the first sweep.</summary>
    public DateTimeOffset SweptUtc { get; init; }

    /// <summary>All segments that have a name, ordered by kind and name.</summary>
    public ImmutableArray<SegmentRow> Rows { get; init; } = [];

    /// <summary>Memory without a name: all of it while somebody asks for it, else none.</summary>
    public ImmutableArray<SegmentRow> Unnamed { get; init; } = [];

    /// <summary>Memory without a name in which somebody was seen waiting, and the locks found by that, whether it is asked for or not.</summary>
    public ImmutableArray<SegmentRow> UnnamedWithLocks { get; init; } = [];

    /// <summary>All in which locks are known.</summary>
    public ImmutableArray<SegmentRow> WithLocks => UnnamedWithLocks.IsEmpty ? Rows : Rows.AddRange(UnnamedWithLocks);

    /// <summary>How much memory without a name was mapped or open at the last scan, whether it is listed or not.</summary>
    public int UnnamedCount { get; init; }

    /// <summary>How long the sweep took.</summary>
    public TimeSpan SweepDuration { get; init; }

    /// <summary>Share of one core that the whole host used over the last seconds, 0 to 1 (and above, on several cores).</summary>
    public double HostCpuShare { get; init; }

    /// <summary>Processes into which we may not look, so that attachments may be missing.</summary>
    public int UnreadableProcesses { get; init; }

    /// <summary>When the sweep failed: tried what, on what, found what, what to do. The rows are then the last good ones.</summary>
    public string? Problem { get; init; }

    /// <summary>
    /// Whether two lists of rows are of the same segments in the same order, as most are that follow each other, ten times a
    /// second and thousands long: cheap, as rows that did not change are the same object.
    /// </summary>
    public static bool HaveSameSegments(ImmutableArray<SegmentRow> before, ImmutableArray<SegmentRow> after)
    {
        if (before.Length != after.Length)
            return false;
        for (int i = 0; i < before.Length; i++)
        {
            if (!ReferenceEquals(before[i], after[i]) && before[i].Id != after[i].Id)
                return false;
        }

        return true;
    }
}
