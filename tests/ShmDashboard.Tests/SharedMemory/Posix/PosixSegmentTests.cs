using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Posix;

namespace ShmDashboard.Tests.SharedMemory.Posix;

[Collection(KernelCollection.Name)]
[Trait("Category", "Kernel")]
public sealed class PosixSegmentTests : IDisposable
{
    private readonly KeyDirectory _keys = new();

    public void Dispose() => _keys.Dispose();

    [Fact]
    public void Create_NewName_IsZeroedReservedAndOursAlone()
    {
        (int, int) footprint = KeyDirectory.Footprint();
        string name = _keys.NewPosixName();
        using (var segment = PosixSegment.Create("/" + name, 10_000))
        {
            Assert.Equal((name, 10_000, true), (segment.Name, segment.LengthBytes, segment.Writable));
            Assert.True(FileStatus.TryGet("/dev/shm/" + name, followLinks: false, out var status, out _));
            Assert.Equal((Convert.ToInt32("600", 8), 12_288), (status.Mode & 0x1ff, status.AllocatedBytes));
        }

        KeyDirectory.AssertFootprint(footprint);
        Assert.True(File.Exists("/dev/shm/" + name));
    }

    [Fact]
    public void Create_Twice_SaysItExists()
    {
        string name = _keys.NewPosixName();
        using var segment = PosixSegment.Create(name, 1);
        var exception = Assert.Throws<IOException>(() => PosixSegment.Create(name, 1));
        Assert.Equal(Errno.EEXIST, exception.HResult);
        Assert.Equal($"Cannot create POSIX segment '/{name}': it already exists (open: EEXIST). Choose another name, or open the existing one.", exception.Message);
    }

    [Fact]
    public void Create_MoreThanThereIsRoom_FailsAndLeavesNothing()
    {
        string name = _keys.NewPosixName();
        var exception = Assert.Throws<IOException>(() => PosixSegment.Create(name, 1L << 55));
        Assert.Contains(exception.HResult, new[] { Errno.ENOSPC, Errno.EFBIG });
        Assert.False(File.Exists("/dev/shm/" + name));
    }

    [Fact]
    public void Create_NoLength_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PosixSegment.Create(_keys.NewPosixName(), 0));

    [Fact]
    public void WriteAndRead_ByTwoHandles_IsOneMemory()
    {
        string name = _keys.NewPosixName();
        using var writer = PosixSegment.Create(name, 10);
        using var reader = PosixSegment.Open(name);

        writer.Write(6, "data"u8);

        Span<byte> bytes = stackalloc byte[10];
        Assert.Equal(4, reader.Read(6, bytes));
        Assert.Equal("data"u8, bytes[..4]);
        Assert.Throws<InvalidOperationException>(() => reader.Write(0, "x"u8));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(11)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void Write_PastTheEnd_DoesNotGrow(long offset)
    {
        string name = _keys.NewPosixName();
        using var segment = PosixSegment.Create(name, 10);
        Assert.Throws<ArgumentOutOfRangeException>(() => segment.Write(offset, "data"u8));
        Assert.Equal(10, segment.LengthBytes);
    }

    [Fact]
    public void OpenAndUnlink_Missing_AreToldApart()
    {
        string name = _keys.NewPosixName();
        Assert.Throws<FileNotFoundException>(() => PosixSegment.Open(name));
        Assert.False(PosixSegment.Unlink(name));
    }

    [Fact]
    public void Open_LinkOrDirectory_IsRefused()
    {
        string name = _keys.NewPosixName();
        File.CreateSymbolicLink("/dev/shm/" + name, "/etc/passwd");
        Assert.Equal(Errno.ELOOP, Assert.Throws<IOException>(() => PosixSegment.Open(name)).HResult);
        Assert.Throws<ArgumentException>(() => PosixSegment.Open(".."));
    }

    [Theory]
    [InlineData("", "it is empty or stands for a directory")]
    [InlineData("/", "it is empty or stands for a directory")]
    [InlineData("..", "it is empty or stands for a directory")]
    [InlineData("a/b", "it has a slash inside")]
    [InlineData("//a", "it has a slash inside")]
    [InlineData("a\0b", "it has a zero character inside")]
    [InlineData("sem.a", "names that begin with 'sem.' are semaphores")]
    public void Open_NameNotAllowed_SaysWhy(string name, string fault)
    {
        string message = Assert.Throws<ArgumentException>(() => PosixSegment.Open(name)).Message;
        Assert.StartsWith($"Cannot use '{name.Replace('\0', '?')}' as the name of a POSIX segment: {fault}. Use 1 to 255 bytes", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NameTooLong_IsRefused() => Assert.Contains(
        "it has more than 255 bytes",
        Assert.Throws<ArgumentException>(() => PosixSegment.Open(new string('ö', 128))).Message,
        StringComparison.Ordinal);
}
