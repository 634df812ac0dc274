using System.Collections.Immutable;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Components.Overview;

/// <summary>A line of the table: a segment, or the head of those that belong to one process.</summary>
/// <param name="Id">The segment; of a head the first below it.</param>
/// <param name="HeadOf">How many segments it is the head of; 0 for a segment.</param>
/// <param name="Process">Whose head; null for what is nobody's.</param>
public readonly record struct TableLine(SegmentId Id, int HeadOf = 0, ProcessRef? Process = null)
{
    /// <summary>The lines for rows that are in order already.</summary>
    public static ImmutableArray<TableLine> Of(ImmutableArray<SegmentRow> rows, bool byProcess)
    {
        var lines = ImmutableArray.CreateBuilder<TableLine>(rows.Length);
        int head = -1;
        for (int i = 0; i < rows.Length; i++)
        {
            var process = byProcess ? SegmentsQuery.ProcessOf(rows[i]) : null;
            if (byProcess && (head < 0 || lines[head].Process?.Pid != process?.Pid))
            {
                head = lines.Count;
                lines.Add(new TableLine(rows[i].Id, 0, process));
            }

            if (byProcess) lines[head] = lines[head] with { HeadOf = lines[head].HeadOf + 1 };
            lines.Add(new TableLine(rows[i].Id));
        }

        return lines.DrainToImmutable();
    }
}
