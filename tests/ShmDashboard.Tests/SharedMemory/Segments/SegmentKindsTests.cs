using ShmDashboard.SharedMemory;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.SharedMemory.Segments;

public sealed class SegmentKindsTests
{
    [Fact]
    public void All_HasEachKindOnce() =>
        Assert.Equal(Enum.GetValues<SegmentKind>(), SegmentKinds.All.Select(kind => kind.Kind).Order());
}
