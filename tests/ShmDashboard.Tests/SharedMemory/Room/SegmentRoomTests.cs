using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Room;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.SharedMemory.Room;

public sealed class SegmentRoomTests
{
    private static readonly SystemVLimits s_limits = new(Segments: 4, Pages: 100, Semaphores: 8, SemaphoreSets: 3, PageBytes: 4096, SegmentBytes: 300_000);
    private static readonly SystemVUsage s_usage = new(Segments: 3, Pages: 90, Semaphores: 2, SemaphoreSets: 2);

    [Fact]
    public void ForSystemV_Fits_KnowsOfNoShortage() => Assert.Null(Of(10 * 4096));

    [Fact]
    public void ForSystemV_OneByteBeyondThePagesLeft_NamesTheBytesLeft() =>
        Assert.Equal(new Shortage(ShortageKind.SystemVBytes, 10 * 4096 + 1, 10 * 4096), Of(10 * 4096 + 1));

    [Fact]
    public void ForSystemV_LargerThanOneMayBe_NamesThatLimit() =>
        Assert.Equal(new Shortage(ShortageKind.SegmentBytes, 300_001, 300_000), Of(300_001));

    [Fact]
    public void ForSystemV_AllSegmentsTaken_NamesTheirNumber() =>
        Assert.Equal(new Shortage(ShortageKind.Segments, 1, 4), Of(1, usage: s_usage with { Segments = 4 }));

    [Fact]
    public void ForSystemV_AllSetsTaken_MattersOnlyToWhatNeedsALock()
    {
        var full = s_usage with { SemaphoreSets = 3 };

        Assert.Equal(new Shortage(ShortageKind.SemaphoreSets, 1, 3), Of(1, usage: full));
        Assert.Null(SegmentRoom.ForSystemV(1, 0, null, s_limits, full));
    }

    [Fact]
    public void ForSystemV_AllSemaphoresTaken_NamesThem() =>
        Assert.Equal(new Shortage(ShortageKind.Semaphores, 1, 8), Of(1, usage: s_usage with { Semaphores = 8 }));

    [Fact]
    public void ForSystemV_ReplacesAnother_CountsWhatThatGivesBack()
    {
        var full = new SystemVUsage(Segments: 4, Pages: 100, Semaphores: 8, SemaphoreSets: 3);

        Assert.Null(SegmentRoom.ForSystemV(5 * 4096, 1, 5 * 4096, s_limits, full));
        Assert.Equal(ShortageKind.SystemVBytes, SegmentRoom.ForSystemV(5 * 4096 + 1, 1, 5 * 4096, s_limits, full)?.Kind);
    }

    [Fact]
    [Trait("Category", "Kernel")]
    public void ForSystemV_ThisMachine_ReadsItsTables()
    {
        Assert.NotNull(SystemVLimits.Read("/proc/sys/kernel"));
        Assert.NotNull(SystemVUsage.Read());
        Assert.Null(SegmentRoom.ForSystemV(1, 1));
    }

    [Fact]
    [Trait("Category", "Kernel")]
    public void ForFile_MoreThanThereIs_NamesWhatIsLeft() =>
        Assert.Equal(ShortageKind.FileSystem, SegmentRoom.ForFile(1L << 60)?.Kind);

    [Fact]
    [Trait("Category", "Kernel")]
    public void ForOverwriting_SparseSegmentLargerThanTheFileSystem_CountsItsHolesOnly()
    {
        string name = $"shmdashboard-tests-{Guid.NewGuid():N}";
        using var segment = PosixSegment.Create(name, 4096 * 2);
        try
        {
            // As ftruncate(2) leaves it: the size is there, the memory is not.
            using (var file = File.OpenWrite("/dev/shm/" + name))
                file.SetLength(1L << 50);
            var facts = new SegmentCatalog(new CatalogOptions(), TimeProvider.System).Find(SegmentId.Posix(name))!;

            var shortage = SegmentRoom.ForOverwriting(facts, 1L << 50);

            Assert.Equal(((1UL << 50) - 8192, ShortageKind.FileSystem), (shortage!.Value.Needed, shortage.Value.Kind));
            Assert.Null(SegmentRoom.ForOverwriting(facts, 8192));
        }
        finally
        {
            PosixSegment.Unlink(name);
        }
    }
    private static Shortage? Of(long bytes, SystemVUsage? usage = null) =>
        SegmentRoom.ForSystemV(bytes, 1, null, s_limits, usage ?? s_usage);
}
