using ShmDashboard.SharedMemory.Qt;

namespace ShmDashboard.Tests.SharedMemory.Qt;

public sealed class QtKeyFileTableTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(100);

    private readonly DateTimeOffset _now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("shmdashboard-tests-");
    private readonly QtKeyFileTable _table;
    private DateTime _changedUtc = new(2026, 7, 1, 11, 0, 0, DateTimeKind.Utc);

    public QtKeyFileTableTests()
    {
        _directory.LastWriteTimeUtc = _changedUtc;
        _table = new QtKeyFileTable([_directory.FullName], [], new QtKeyRing());
    }

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Refresh_OfADirectoryThatChanged_ListsItAgain()
    {
        _table.Refresh(_now);
        Assert.True(_table.IsSettled);

        string path = MakeKeyFile("share");
        _table.Refresh(_now);

        Assert.Equal(path, Assert.Single(_table.All).Path);
    }

    [Fact]
    public void Refresh_WithPatience_LeavesAFreshListAsItIsAndSaysThatItIsNotSettled()
    {
        string share = MakeKeyFile("share");
        _table.Refresh(_now);
        Assert.True(_table.IsSettled);

        MakeKeyFile("other");
        _table.Refresh(_now.AddMilliseconds(99), s_patience);
        Assert.Equal(share, Assert.Single(_table.All).Path);
        Assert.False(_table.IsSettled);

        _table.Refresh(_now.AddMilliseconds(100), s_patience);
        Assert.Equal(2, _table.All.Length);
        Assert.True(_table.IsSettled);
    }

    [Fact]
    public void Refresh_WithPatience_OfAClockThatWasSetBack_ListsAgain()
    {
        _table.Refresh(_now.AddHours(1));

        MakeKeyFile("share");
        _table.Refresh(_now, s_patience);

        Assert.Single(_table.All);
    }

    private string MakeKeyFile(string key)
    {
        string path = Path.Combine(_directory.FullName, QtNativeKey.FileName(key, QtKeyPurpose.Segment));
        File.WriteAllBytes(path, []);
        // Two changes may fall into one tick of the file system's clock.
        _directory.LastWriteTimeUtc = _changedUtc = _changedUtc.AddSeconds(1);
        return path;
    }
}
