using System.Text;
using ShmDashboard.SharedMemory.Locks;

namespace ShmDashboard.Tests.SharedMemory.Locks;

public sealed class SemaphoreSetRowTests
{
    // Linux 6.18, /proc/sysvipc/sem, two Qt locks.
    private const string Whole = "1359011848   45907997   600          1     0     0     0     0 1795216701 1795216428";

    [Fact]
    public void TryParse_RowOfTheKernel_ReadsEveryField()
    {
        Assert.True(SemaphoreSetRow.TryParse(Encoding.ASCII.GetBytes(Whole), out var row));

        Assert.Equal(new SemaphoreSetRow(
            0x5100e008, 45907997, 1, 0, DateTimeOffset.FromUnixTimeSeconds(1795216701), DateTimeOffset.FromUnixTimeSeconds(1795216428)), row);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1795216701), row.LastUseUtc);
    }

    [Fact]
    public void TryParse_NegativeKeyAndNeverUsed_IsRead()
    {
        Assert.True(SemaphoreSetRow.TryParse("-1862270976 7 666 250 4294967294 0 0 0 0 1795216428"u8, out var row));

        Assert.Equal((unchecked((int)0x91000000), 250, 4294967294u), (row.Key, row.Count, row.OwnerUid));
        Assert.Null(row.OperatedUtc);
        Assert.Equal(row.ChangedUtc, row.LastUseUtc);
    }

    [Theory]
    [InlineData("")]
    [InlineData("       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime")]
    [InlineData("1359011848   45907997   600          1     0     0     0     0 1795216701")]
    [InlineData("1359011848   45907997   600          1     0     0     0     0 1795216701 x")]
    [InlineData("1359011848   45907997   600          1     0     0     0     0 1795216701 99999999999999999999")]
    public void TryParse_NotARow_IsRefused(string line) => Assert.False(SemaphoreSetRow.TryParse(Encoding.ASCII.GetBytes(line), out _));

    [Fact]
    public void TryParse_TimesBeyondTheCalendar_AreCut()
    {
        Assert.True(SemaphoreSetRow.TryParse("1 2 600 1 0 0 0 0 9223372036854775807 -5"u8, out var row));

        Assert.Equal((9999, null), (row.OperatedUtc!.Value.Year, row.ChangedUtc));
    }

    [Fact]
    public void Find_TableWithARowTwiceAndAPrivateSet_GivesEachKeyOnce()
    {
        var table = SemaphoreSetTable.Parse("""
                   key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime
            1359011848         17   600          1     0     0     0     0          0 1795216428
            1359011848         17   600          1     0     0     0     0          0 1795216428
                     0         18   600          1     0     0     0     0          0 1795216428
            """u8);

        Assert.Equal([17, 18], table.Rows.Select(row => row.Id));
        Assert.Equal(17, table.Find(1359011848)?.Id);
        Assert.Null(table.Find(0));
        Assert.Null(table.Find(5));
    }
}
