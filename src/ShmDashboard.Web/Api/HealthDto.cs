using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Waiting;

namespace ShmDashboard.Web.Api;

/// <summary>Something a person should know, with what proves it.</summary>
public sealed record FindingDto(
    string Kind, string Severity, string? Segment, string Subject, string Title, IReadOnlyList<string> Evidence,
    string Explanation, string Remedy, string Action, IReadOnlyList<ProcessNameDto> Processes, DateTimeOffset FirstSeenUtc)
{
    internal static FindingDto From(Finding finding) => new(
        SegmentDto.CamelCase(finding.Kind), SegmentDto.CamelCase(finding.Severity), finding.Segment?.ToString(), finding.Subject,
        finding.Title.ToString(), [.. finding.Evidence.Select(sentence => sentence.ToString())], finding.Explanation.ToString(),
        finding.Remedy.ToString(), SegmentDto.CamelCase(finding.Action), [.. finding.Processes.Select(ProcessNameDto.From)],
        finding.FirstSeenUtc);
}

/// <summary>A process holds a lock, or waits for one.</summary>
public sealed record WaitEdgeDto(ProcessNameDto Process, string Segment, bool Inferred)
{
    internal static WaitEdgeDto From(HoldEdge hold) =>
        new(ProcessNameDto.From(hold.Holder), hold.Lock.Segment.ToString(), hold.Inferred);

    internal static WaitEdgeDto From(WaitEdge wait) => new(ProcessNameDto.From(wait.Waiter), wait.Lock.Segment.ToString(), false);
}

/// <summary>A ring of processes that can never go on by themselves.</summary>
public sealed record WaitCycleDto(IReadOnlyList<ProcessNameDto> Processes, IReadOnlyList<string> Segments, string Sentence)
{
    internal static WaitCycleDto From(WaitCycle cycle) => new(
        [.. cycle.Processes.Select(ProcessNameDto.From)], [.. cycle.Locks.Select(node => node.Segment.ToString())], cycle.Sentence);
}

/// <summary>Who holds what, who waits for what, and the rings among them.</summary>
public sealed record WaitGraphDto(
    IReadOnlyList<WaitEdgeDto> Holds, IReadOnlyList<WaitEdgeDto> Waits, int UnknownWaiters, IReadOnlyList<WaitCycleDto> Cycles)
{
    internal static WaitGraphDto From(WaitGraph graph) => new(
        [.. graph.Holds.Select(WaitEdgeDto.From)], [.. graph.Waits.Select(WaitEdgeDto.From)], graph.UnknownWaiters,
        [.. graph.Cycles.Select(WaitCycleDto.From)]);
}
