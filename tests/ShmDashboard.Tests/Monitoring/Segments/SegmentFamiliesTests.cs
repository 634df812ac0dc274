using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.Monitoring.Segments;

public sealed class SegmentFamiliesTests
{
    [Theory]
    [InlineData("psm_4f2a1c3d", "python")]
    [InlineData(".org.chromium.Chromium.aBcDeF", "chromium")]
    [InlineData("shmpipe. 4242.    0", "gstreamer")]
    [InlineData("cam.im.shm", "imagestreamio")]
    [InlineData("pulse-shm-3141592", "pulseaudio")]
    [InlineData("PostgreSQL.1804289383", "postgresql")]
    [InlineData("qipc_sharedmemory_shareaab90dfe8c6f152a4fb071f5f4f9df804626e6ab", "qt")]
    [InlineData("cam0", "unknown")]
    [InlineData("pulse-shm-mine", "unknown")]
    public void Of_PosixName_TellsTheFamily(string name, string family) =>
        Assert.Equal(family, SegmentFamilies.Of(Posix(name)).Id);

    [Fact]
    public void Of_PrivateDestroyedSegmentWithTwoAttached_IsAnX11Image() => Assert.Equal("x11", SegmentFamilies.Of(
        SystemV() with { AttachCount = 2, SystemV = new SystemVFacts { ShmId = 1, MarkedForRemoval = true } }).Id);

    [Fact]
    public void Of_OtherSystemV_IsUnknown() => Assert.Equal(SegmentFamily.Unknown, SegmentFamilies.Of(SystemV()));

    private static SegmentFacts Posix(string name) => new()
    {
        Id = SegmentId.Posix(name), Kind = SegmentKind.Posix, Name = "/" + name, Posix = new PosixFacts(name),
        SizeBytes = 1, ResidentBytes = 1, Mode = 384, OwnerUid = 0, OwnerName = "root",
    };

    private static SegmentFacts SystemV() => new()
    {
        Id = SegmentId.SystemV(1), Kind = SegmentKind.SystemV, Name = "1", SystemV = new SystemVFacts { ShmId = 1, Key = 99 },
        SizeBytes = 1, ResidentBytes = 1, Mode = 384, OwnerUid = 0, OwnerName = "root",
    };
}
