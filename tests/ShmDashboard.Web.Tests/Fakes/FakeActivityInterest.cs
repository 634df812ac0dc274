using System.Collections.Immutable;
using ShmDashboard.Monitoring.Activity;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Tests.Fakes;

/// <summary>Remembers what is of interest.</summary>
internal sealed class FakeActivityInterest(Action disposed) : IActivityInterest
{
    public ImmutableHashSet<SegmentId> Ids { get; set; } = [];

    public void Dispose() => disposed();
}
