using Microsoft.Extensions.Time.Testing;
using ShmDashboard.SharedMemory.Removal;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.SharedMemory.Removal;

/// <summary>In a directory of the test's own: the machine's trash is its user's.</summary>
public sealed class PosixTrashTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("shmdashboard-tests-");
    private readonly FakeTimeProvider _clock = new();
    private readonly PosixTrash _trash;
    private readonly SegmentCatalog _catalog;

    public PosixTrashTests()
    {
        _trash = new PosixTrash(_clock, _directory.FullName);
        _catalog = new SegmentCatalog(new CatalogOptions { PosixDirectory = _directory.FullName }, TimeProvider.System);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Restore_TheOnlyOne_BringsBackNameAndContentAndLeavesNoTrash()
    {
        var item = _trash.Remove(Make("a b", "hello"));
        Assert.Equal([".shmdashboard-trash-" + Uid()], Entries());
        Assert.Equal(("a b", 5), (Assert.Single(_trash.List()).Name, item.SizeBytes));

        var id = _trash.Restore(item.Item);

        Assert.Equal(SegmentId.Posix("a b"), id);
        Assert.Equal("hello", File.ReadAllText(Path.Combine(_directory.FullName, "a b")));
        Assert.Equal(["a b"], Entries());
    }

    [Fact]
    public void Empty_SameNameTwiceInOneMillisecond_FreesBothAndLeavesNoTrash()
    {
        _trash.Remove(Make("a", "first"));
        _trash.Remove(Make("a", "second"));
        Assert.Equal(["a", "a"], _trash.List().Select(item => item.Name));

        Assert.Equal(2, _trash.Empty());

        Assert.Empty(Entries());
        Assert.Equal(0, _trash.Empty());
    }

    [Fact]
    public void Restore_NameTakenMeanwhile_KeepsBoth()
    {
        var item = _trash.Remove(Make("a", "old"));
        Make("a", "new");

        var refused = Assert.Throws<RemovalException>(() => _trash.Restore(item.Item));

        Assert.True(refused.SituationChanged);
        Assert.Equal("new", File.ReadAllText(Path.Combine(_directory.FullName, "a")));
        Assert.Equal(item.Item, Assert.Single(_trash.List()).Item);
    }

    [Fact]
    public void Remove_AnotherFileHasTheNameNow_IsRefusedAndLeavesIt()
    {
        var seen = Make("a", "old");
        // Made before the old one goes, or the file system might give it the same inode.
        File.WriteAllText(Path.Combine(_directory.FullName, "b"), "new");
        File.Move(Path.Combine(_directory.FullName, "b"), Path.Combine(_directory.FullName, "a"), overwrite: true);

        Assert.True(Assert.Throws<RemovalException>(() => _trash.Remove(seen)).SituationChanged);

        Assert.Equal(["a"], Entries());
    }

    [Fact]
    public void Remove_TrashIsOpenToOthers_IsRefused()
    {
        var segment = Make("a", "mine");
        string trash = _directory.CreateSubdirectory(".shmdashboard-trash-" + Uid()).FullName;
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException();
        // Whatever the umask.
        File.SetUnixFileMode(trash, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);

        var refused = Assert.Throws<RemovalException>(() => _trash.Remove(segment));

        Assert.False(refused.SituationChanged);
        Assert.Contains("is not a directory of yours alone", refused.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(_directory.FullName, "a")));
    }

    private SegmentFacts Make(string name, string content)
    {
        File.WriteAllText(Path.Combine(_directory.FullName, name), content);
        return _catalog.Find(SegmentId.Posix(name))!;
    }

    private string[] Entries() => [.. _directory.EnumerateFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal)];

    private static string Uid() => File.ReadLines("/proc/self/status").Single(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[2];
}
