namespace ShmDashboard.Peers.Tests.Dashboard;

/// <summary>What <c>/api/waiting</c> says.</summary>
internal sealed record WaitingReply(IReadOnlyList<EdgeReply> Holds, IReadOnlyList<EdgeReply> Waits, IReadOnlyList<CycleReply> Cycles);

/// <summary>A process holds a segment's lock or waits for it.</summary>
internal sealed record EdgeReply(ProcessReply Process, string Segment);

/// <summary>A ring.</summary>
internal sealed record CycleReply(IReadOnlyList<ProcessReply> Processes, IReadOnlyList<string> Segments, string Sentence);

/// <summary>One of what <c>/api/health</c> says.</summary>
internal sealed record FindingReply(
    string Kind, string Severity, string? Segment, string Title, IReadOnlyList<ProcessReply> Processes, IReadOnlyList<string> Segments);
