using System.Text;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;

namespace ShmDashboard.Tests.SharedMemory.Qt;

public sealed class ProcessSurroundingsTests
{
    [Theory]
    [InlineData("7f00-7f01 r--p 00000000 fe:00 12  /usr/lib/x86_64-linux-gnu/libQt6Core.so.6.4.2\n7f02-7f03 r--p", "6.4.2")]
    [InlineData("7f00-7f01 r--p 00000000 fe:00 12  /opt/qt/lib/libQt5Core.so.5.15.8", "5.15.8")]
    [InlineData("7f00-7f01 r--p 00000000 fe:00 12  /usr/lib/libc.so.6\n", null)]
    [InlineData("", null)]
    public void QtVersionIn_Maps_IsThatOfTheLibrary(string maps, string? version) =>
        Assert.Equal(version, ProcessSurroundings.QtVersionIn(Encoding.UTF8.GetBytes(maps)));

    [Fact]
    [Trait("Category", "Kernel")]
    public void Read_Ourselves_TellsAll()
    {
        var self = ProcessSurroundings.Read(Environment.ProcessId, new ProcessDirectory(TimeProvider.System))!;

        Assert.True(self.IsReadable);
        Assert.Equal(Environment.UserName, self.UserName);
        Assert.StartsWith("ipc:[", self.IpcNamespace, StringComparison.Ordinal);
        Assert.NotNull(self.SharedMemoryDevice);
    }

    [Fact]
    [Trait("Category", "Kernel")]
    public void Read_NoSuchProcess_IsNull() =>
        Assert.Null(ProcessSurroundings.Read(int.MaxValue, new ProcessDirectory(TimeProvider.System)));
}
