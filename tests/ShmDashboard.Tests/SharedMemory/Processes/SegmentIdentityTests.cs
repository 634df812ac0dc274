using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Tests.SharedMemory.Processes;

public sealed class SegmentIdentityTests
{
    [Fact]
    public void SystemV_NumberOfAnInode_IsNotThatFile() =>
        Assert.NotEqual(SegmentIdentity.SystemV(7), SegmentIdentity.OfFile((1, 7)));

    [Fact]
    public void OfFile_AnInodeAboveTheNumbersOfSystemV_StaysWhole()
    {
        var file = SegmentIdentity.OfFile((1, long.MaxValue));

        Assert.Equal((1, long.MaxValue), file.File);
        Assert.Null(file.ShmId);
        Assert.Equal((7, default), (SegmentIdentity.SystemV(7).ShmId, SegmentIdentity.SystemV(7).File));
    }

    [Fact]
    public void IsKnown_Default_IsFalse()
    {
        Assert.False(default(SegmentIdentity).IsKnown);
        Assert.True(SegmentIdentity.SystemV(0).IsKnown);
    }
}
