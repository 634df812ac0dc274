using ShmDashboard.SharedMemory;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.SharedMemory.Segments;

public sealed class SegmentKindsTests
{
    [Fact]
    public void All_HasEachKindOnce() =>
        Assert.Equal(Enum.GetValues<SegmentKind>(), SegmentKinds.All.Select(kind => kind.Kind).Order());

    [Theory]
    [InlineData("qt:share", true)]
    [InlineData("sysv:65541", true)]
    [InlineData("posix:cam", true)]
    [InlineData("memfd:17:4711", false)]
    public void IsNamed_Id_IsWhatItsKindSays(string id, bool expected)
    {
        Assert.True(SegmentId.TryParse(id, out var parsed, out _));

        Assert.Equal(expected, SegmentKinds.IsNamed(parsed));
    }
}
