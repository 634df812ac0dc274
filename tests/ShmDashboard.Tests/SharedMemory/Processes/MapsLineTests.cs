using System.Text;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Tests.SharedMemory.Processes;

public sealed class MapsLineTests
{
    // Lines as Linux 6.18 printed them, but for the first addresses.
    [Theory]
    [InlineData("7f0e5a200000-7f0e5a9e9000 rw-s 00000000 00:01 32768                      /SYSV51006612 (deleted)",
        0x7f0e5a200000, 0x7f0e5a9e9000, true, true, 0, 0, 1, 32768, "/SYSV51006612 (deleted)")]
    [InlineData("7f0e5a200000-7f0e5a201000 r--s 00000000 00:19 3                          /dev/shm/two words",
        0x7f0e5a200000, 0x7f0e5a201000, false, true, 0, 0, 0x19, 3, "/dev/shm/two words")]
    [InlineData("7f0e5a200000-7f0e5a201000 r-xp 0002c000 fe:00 1835077                    /usr/lib/x86_64-linux-gnu/libc.so.6",
        0x7f0e5a200000, 0x7f0e5a201000, false, false, 0x2c000, 0xfe, 0, 1835077, "/usr/lib/x86_64-linux-gnu/libc.so.6")]
    [InlineData("ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]",
        0xffffffffff600000, 0xffffffffff601000, false, false, 0, 0, 0, 0, "[vsyscall]")]
    [InlineData("7ffd4ab13000-7ffd4ab34000 rw-p 00000000 00:00 0 ",
        0x7ffd4ab13000, 0x7ffd4ab34000, true, false, 0, 0, 0, 0, "")]
    public void TryParse_RealLine_GivesItsParts(
        string line, ulong start, ulong end, bool writable, bool shared, long offset, uint major, uint minor, ulong inode,
        string path)
    {
        Assert.True(MapsLine.TryParse(Encoding.UTF8.GetBytes(line), out var parsed));
        Assert.Equal((start, end), (parsed.Start, parsed.End));
        Assert.Equal((writable, shared, offset), (parsed.Writable, parsed.Shared, parsed.Offset));
        Assert.Equal((major, minor, inode), (parsed.DeviceMajor, parsed.DeviceMinor, parsed.Inode));
        Assert.Equal(path, Encoding.UTF8.GetString(parsed.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("7f0e5a200000")]
    [InlineData("7f0e5a200000-")]
    [InlineData("7f0e5a200000-7f0e5a201000")]
    [InlineData("7f0e5a201000-7f0e5a200000 rw-s 00000000 00:01 1 /x")]
    [InlineData("7f0e5a200000-7f0e5a201000 rw")]
    [InlineData("7f0e5a200000-7f0e5a201000 rw-s 00000000 0001 1 /x")]
    [InlineData("7f0e5a200000-7f0e5a201000 rw-s 00000000 00:01 x")]
    [InlineData("zz-7f0e5a201000 rw-s 00000000 00:01 1 /x")]
    [InlineData("Rss:                   4 kB")]
    public void TryParse_Malformed_IsFalse(string line) =>
        Assert.False(MapsLine.TryParse(Encoding.UTF8.GetBytes(line), out _));

    [Theory]
    [InlineData("/SYSV51006612 (deleted)", true)]
    [InlineData("/SYSV00000000 (deleted)", true)]
    [InlineData("/SYSV51006612", false)]
    [InlineData("/SYSV510066123 (deleted)", false)]
    [InlineData("/memfd:SYSV (deleted)", false)]
    [InlineData("/dev/zero (deleted)", false)]
    public void IsSystemVPath_ByForm(string path, bool expected) =>
        Assert.Equal(expected, MapsLine.IsSystemVPath(Encoding.UTF8.GetBytes(path)));
}
