using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>
/// Whether what the kernel noted last of a segment is only that a dashboard looked: this one, or another user's. Two that took
/// each other's looks for news would look by turns for ever. Pure.
/// </summary>
internal static class Onlooker
{
    private const string Name = "ShmDashboard";

    /// <summary>
    /// Whether a dashboard was the last to attach or detach. Another one that wrote has stayed attached: where nobody is, it has
    /// only looked.
    /// </summary>
    /// <param name="facts">The segment.</param>
    /// <param name="ownPid">This process.</param>
    public static bool WasLast(SegmentFacts facts, int ownPid) => facts.SystemV?.LastOperator is { } last &&
        (last.Pid == ownPid || (facts.AttachCount == 0 && IsDashboard(last)));

    private static bool IsDashboard(ProcessRef process) => process.Name?.StartsWith(Name, StringComparison.Ordinal) == true;
}
