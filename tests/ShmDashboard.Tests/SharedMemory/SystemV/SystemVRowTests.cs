using System.Text;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.SharedMemory.SystemV;

namespace ShmDashboard.Tests.SharedMemory.SystemV;

public sealed class SystemVRowTests
{
    // From /proc/sysvipc/shm of Linux 6.18; the second row was marked for removal by IPC_RMID while attached.
    private const string Qt =
        "1359011858      32768   600               8294400 12335 12359      1     0     0     0     0 1795215970 1795215970 1795215968               8294400                     0";

    private const string Marked =
        "         0     360476  1600                524288 13859 13859      1  1000  1000  1000  1000 1795216084          0 1795216084                 40960                  8192";

    [Fact]
    public void TryParse_QtRow_GivesItsParts()
    {
        Assert.True(SystemVRow.TryParse(Encoding.ASCII.GetBytes(Qt), out var row));
        Assert.Equal((0x5100e012, 32768, Convert.ToInt32("600", 8)), (row.Key, row.ShmId, row.Permissions));
        Assert.Equal((8294400, 12335, 12359, 1), (row.SizeBytes, row.CreatorPid, row.LastPid, row.AttachCount));
        Assert.Equal((0u, 1795215970, 1795215970, 1795215968), (row.Uid, row.AttachTime, row.DetachTime, row.ChangeTime));
        Assert.Equal(8294400, row.ResidentBytes);
        Assert.False(row.MarkedForRemoval);
    }

    [Fact]
    public void TryParse_MarkedRow_SaysSo()
    {
        Assert.True(SystemVRow.TryParse(Encoding.ASCII.GetBytes(Marked), out var row));
        Assert.True(row.MarkedForRemoval);
        Assert.Equal((0, 1000u), (row.Key, row.Uid));
    }

    [Theory]
    [InlineData("-1258225664 5 3666 9223372036854775807 -1 0 4294967296 4294967294 0 0 0 0 0 0 1 2", -1258225664, true)]
    [InlineData("7 5 600 1 1 1 0 0 0 0 0 0 0 0", 7, false)]
    [InlineData("7 5 2600 1 1 1 0 0 0 0 0 0 0 0 ", 7, false)]
    public void TryParse_UnusualRow_IsRead(string line, int key, bool marked)
    {
        Assert.True(SystemVRow.TryParse(Encoding.ASCII.GetBytes(line), out var row));
        Assert.Equal((key, marked), (row.Key, row.MarkedForRemoval));
    }

    [Theory]
    [InlineData("")]
    [InlineData("       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid      atime      dtime      ctime                   rss                  swap")]
    [InlineData("7 5 600 1 1 1 0 0 0 0 0 0 0")]
    [InlineData("7 5 689 1 1 1 0 0 0 0 0 0 0 0")]
    [InlineData("7 5 600 1x 1 1 0 0 0 0 0 0 0 0")]
    [InlineData("7 5 77777777777777 1 1 1 0 0 0 0 0 0 0 0")]
    [InlineData("7 5 600 99999999999999999999 1 1 0 0 0 0 0 0 0 0")]
    public void TryParse_Malformed_IsFalse(string line) =>
        Assert.False(SystemVRow.TryParse(Encoding.ASCII.GetBytes(line), out _));
}
