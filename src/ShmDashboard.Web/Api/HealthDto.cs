using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Waiting;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Api;

/// <summary>Something a person should know, with what proves it.</summary>
public sealed record FindingDto(
    string Kind, string Severity, string? Segment, string Subject, string Title, IReadOnlyList<string> Evidence,
    string Explanation, string Remedy, string Action, IReadOnlyList<ProcessNameDto> Processes, IReadOnlyList<string> Segments,
    DateTimeOffset FirstSeenUtc)
{
    internal static FindingDto From(Finding finding, SentenceWords words) => new(
        SegmentDto.CamelCase(finding.Kind), SegmentDto.CamelCase(finding.Severity), finding.Segment?.ToString(), finding.Subject,
        words.Of(finding.Title), [.. finding.Evidence.Select(words.Of)], words.Of(finding.Explanation),
        words.Of(finding.Remedy), SegmentDto.CamelCase(finding.Action), [.. finding.Processes.Select(ProcessNameDto.From)],
        [.. finding.Segments.Select(segment => segment.ToString())], finding.FirstSeenUtc);
}

/// <summary>
/// What belongs to shared memory and is no segment: named semaphores, Qt key files that lead to nothing, directories in
/// <c>/dev/shm</c>, what is no regular file there (pipes, sockets, links, devices), and names there that are not UTF-8 (their bytes as <c>\xff</c>).
/// </summary>
public sealed record SurroundingsDto(
    IReadOnlyList<SemaphoreDto> Semaphores, IReadOnlyList<string> IdleKeyFiles, IReadOnlyList<string> Directories,
    IReadOnlyList<OtherFileDto> OtherFiles, IReadOnlyList<string> OddNames)
{
    internal static SurroundingsDto From(Surroundings found) => new(
        [.. found.Semaphores.Select(semaphore => SemaphoreDto.From(semaphore, found.LeftSemaphores.Contains(semaphore.Name)))],
        [.. found.IdleKeyFiles.Select(file => file.Path)], found.Unlisted.Directories,
        [.. found.Unlisted.Others.Select(other => new OtherFileDto(other.Name, other.Kind.ToString().ToLowerInvariant()))], found.Unlisted.OddNames);
}

/// <summary>Something in <c>/dev/shm</c> that is no regular file: <c>pipe</c>, <c>socket</c>, <c>link</c> or <c>device</c>.</summary>
public sealed record OtherFileDto(string Name, string Kind);

/// <summary>A POSIX semaphore. <c>Left</c>: nobody has it open, as far as can be seen. <c>Value</c> is null where it cannot be read.</summary>
public sealed record SemaphoreDto(string Name, int? Value, int WaiterCount, IReadOnlyList<ProcessNameDto> Users, string? Segment, bool Left)
{
    internal static SemaphoreDto From(PosixSemaphoreFacts semaphore, bool left) => new(
        semaphore.Name, semaphore.Holding == SemaphoreHolding.Unreadable ? null : semaphore.Reading.Value, semaphore.Reading.WaiterCount,
        [.. semaphore.Users.Select(ProcessNameDto.From)], semaphore.Segment?.ToString(), left);
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
    internal static WaitCycleDto From(WaitCycle cycle, SentenceWords words) => new(
        [.. cycle.Processes.Select(ProcessNameDto.From)], [.. cycle.Locks.Select(node => node.Segment.ToString())], words.Of(cycle.Story));
}

/// <summary>Who holds what, who waits for what, and the rings among them.</summary>
public sealed record WaitGraphDto(
    IReadOnlyList<WaitEdgeDto> Holds, IReadOnlyList<WaitEdgeDto> Waits, int UnknownWaiters, IReadOnlyList<WaitCycleDto> Cycles)
{
    internal static WaitGraphDto From(WaitGraph graph, SentenceWords words) => new(
        [.. graph.Holds.Select(WaitEdgeDto.From)], [.. graph.Waits.Select(WaitEdgeDto.From)], graph.UnknownWaiters,
        [.. graph.Cycles.Select(cycle => WaitCycleDto.From(cycle, words))]);
}
