using System.Collections.Immutable;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Components.Overview;

/// <summary>What stands beside a segment in the list. Immutable.</summary>
/// <param name="Position">The segment's place in the list, from 1.</param>
/// <param name="Count">How many the list has.</param>
/// <param name="Previous">What stands before it; null for the first.</param>
/// <param name="Next">What follows it; null for the last.</param>
public sealed record Neighbours(int Position, int Count, SegmentId? Previous, SegmentId? Next)
{
    /// <summary>Looks for a segment among rows in their order; null where it is not.</summary>
    public static Neighbours? Of(ImmutableArray<SegmentRow> rows, SegmentId id)
    {
        for (int at = 0; at < rows.Length; at++)
        {
            if (rows[at].Id == id)
                return new(at + 1, rows.Length, at > 0 ? rows[at - 1].Id : null, at + 1 < rows.Length ? rows[at + 1].Id : null);
        }

        return null;
    }
}
