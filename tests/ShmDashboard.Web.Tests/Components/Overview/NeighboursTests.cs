using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Overview;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Components.Overview;

public sealed class NeighboursTests
{
    [Theory]
    [InlineData("a", 1, null, "b")]
    [InlineData("b", 2, "a", "c")]
    [InlineData("c", 3, "b", null)]
    public void Of_RowInAList_TellsWhatStandsBesideIt(string key, int position, string? previous, string? next) => Assert.Equal(
        new Neighbours(position, 3, previous is null ? null : SegmentId.Qt(previous), next is null ? null : SegmentId.Qt(next)),
        Neighbours.Of([Rows.Qt("a", 1), Rows.Qt("b", 2), Rows.Qt("c", 3)], SegmentId.Qt(key)));

    [Fact]
    public void Of_RowThatIsNotThere_IsNothing() => Assert.Null(Neighbours.Of([Rows.Qt("a", 1)], SegmentId.Qt("z")));
}
