using System.Collections.Immutable;

namespace ShmDashboard.Monitoring.Events;

/// <summary>What is remembered of what happened. Immutable.</summary>
/// <param name="Events">The newest first.</param>
/// <param name="FellOut">How many older ones are not remembered any more.</param>
public sealed record EventHistory(ImmutableArray<SegmentEvent> Events, long FellOut)
{
    /// <summary>Nothing has happened.</summary>
    public static EventHistory Empty { get; } = new([], 0);
}
