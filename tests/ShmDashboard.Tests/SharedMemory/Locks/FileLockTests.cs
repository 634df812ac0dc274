using System.Collections.Immutable;
using System.Text;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.SharedMemory.Locks;

[Collection(KernelCollection.Name)]
[Trait("Category", "Kernel")]
public sealed class FileLockTests : IDisposable
{
    private readonly KeyDirectory _keys = new();
    private readonly string _name;
    private readonly PosixSegment _segment;
    private readonly OpenFileHolders _holders;

    public FileLockTests()
    {
        _name = _keys.NewPosixName("shmdashboard-");
        _segment = PosixSegment.Create(_name, 8192);
        _holders = new OpenFileHolders(_keys.Catalog.Processes, TimeProvider.System);
    }

    public void Dispose()
    {
        _segment.Dispose();
        _keys.Dispose();
    }

    private string File => "/dev/shm/" + _name;

    [Fact]
    public void Describe_NoLocks_IsEmpty() => Assert.Empty(Describe());

    [Fact]
    public void Describe_Flock_NamesHolderAndWaiter()
    {
        using var holder = NativeChild.Start();
        using var waiter = NativeChild.Start();
        holder.Do($"flock {File} exclusive");
        waiter.Tell($"flock {File} shared");
        Until.True(() => Describe() is [{ WaiterCount: 1 }], "the other waits");

        var held = Assert.Single(Describe());

        Assert.Equal((LockKind.FileLock, LockState.Held, "flock, exclusive, the whole file"), (held.Kind, held.State, held.Where));
        Assert.Equal((holder.Pid, waiter.Pid), (held.Holder!.Value.Pid, Assert.Single(held.Waiters).Pid));
        Assert.False(held.Shared);

        holder.Kill();
        Assert.Equal("done", waiter.Answer());
        Assert.Equal((waiter.Pid, true), (Describe()[0].Holder!.Value.Pid, Describe()[0].Shared));
    }

    [Fact]
    public void Describe_TwoRanges_AreTwoLocks()
    {
        using var one = NativeChild.Start();
        using var other = NativeChild.Start();
        one.Do($"setlk {File} 0 64 exclusive");
        other.Do($"setlk {File} 4096 0 shared");

        ImmutableArray<LockDetail> locks = [.. Describe().OrderBy(found => found.Offset)];

        Assert.Equal(["file lock, exclusive, bytes 0–63", "file lock, shared, bytes 4096–EOF"], locks.Select(found => found.Where));
        Assert.Equal([one.Pid, other.Pid], locks.Select(found => found.Holder!.Value.Pid));
        Assert.Equal([64L, null], locks.Select(found => found.LengthBytes));
    }

    [Fact]
    public void Describe_OpenFileLock_FindsItsHolderAmongThoseWhoMapIt()
    {
        using var bystander = NativeChild.Start();
        using var holder = NativeChild.Start();
        bystander.Do($"map {File}");
        holder.Do($"map {File}");
        holder.Do($"ofd {File} 10 5 exclusive");

        var held = Assert.Single(Describe());

        Assert.Equal(("open-file lock, exclusive, bytes 10–14", holder.Pid), (held.Where, held.Holder!.Value.Pid));
        Assert.Null(held.Problem);
    }

    [Fact]
    public void Describe_OpenFileLockOfOneWhoOnlyHasItOpen_NamesIt_UntilItsNextHolder()
    {
        using var holder = NativeChild.Start();
        using var next = NativeChild.Start();
        holder.Do($"ofd {File} 10 5 exclusive");

        Assert.Equal(holder.Pid, Assert.Single(Describe()).Holder!.Value.Pid);

        holder.Kill();
        next.Do($"ofd {File} 10 5 exclusive");
        Assert.Equal(next.Pid, Assert.Single(Describe()).Holder!.Value.Pid);
    }

    [Fact]
    public void Describe_OpenFileLockOfNobodyFound_SaysSo()
    {
        using var holder = NativeChild.Start();
        holder.Do($"ofd {File} 10 5 exclusive");
        var facts = _keys.Catalog.Find(SegmentId.Posix(_name))!;
        string line = System.IO.File.ReadAllLines("/proc/locks").Single(text =>
            FileLock.TryParse(Encoding.ASCII.GetBytes(text), out var parsed) && parsed.File == facts.FileIdentity);
        // As it would be read of an open file that no process here has: the same but for its first byte.
        var elsewhere = FileLockTable.Parse(Encoding.ASCII.GetBytes(line.Replace(" 10 14", " 11 14", StringComparison.Ordinal)));

        var unknown = Assert.Single(elsewhere.Describe(facts, [], _holders));

        Assert.Null(unknown.Holder);
        Assert.StartsWith("The kernel does not name the holder", unknown.Problem!.ToString(), StringComparison.Ordinal);
    }

    // Lines of Linux 6.18 (flock by one process, flock blocked, lockf, F_OFD_SETLK), and of proc_locks(5).
    [Theory]
    [InlineData("3: FLOCK  ADVISORY  WRITE 26912 00:1b:2495 0 EOF", FileLockKind.Flock, true, 26912, 0, -1, false)]
    [InlineData("3: -> FLOCK  ADVISORY  READ 26953 00:1b:2495 0 EOF", FileLockKind.Flock, false, 26953, 0, -1, true)]
    [InlineData("3:         -> FLOCK  ADVISORY  READ 26953 00:1b:2495 0 EOF", FileLockKind.Flock, false, 26953, 0, -1, true)]
    [InlineData("2: POSIX  ADVISORY  WRITE 26912 00:1b:2495 5 14", FileLockKind.Posix, true, 26912, 5, 14, false)]
    [InlineData("1: OFDLCK ADVISORY  READ -1 00:1b:2495 50 EOF\n", FileLockKind.OpenFile, false, -1, 50, -1, false)]
    [InlineData("6: POSIX  MANDATORY WRITE 0 00:1b:2495 128 191", FileLockKind.Posix, true, 0, 128, 191, false)]
    public void TryParse_Line_IsUnderstood(
        string line, FileLockKind kind, bool exclusive, int pid, long first, long last, bool blocked)
    {
        Assert.True(FileLock.TryParse(Encoding.ASCII.GetBytes(line), out var found));
        Assert.Equal(
            new FileLock(line[0] - '0', kind, exclusive, pid, FileStatus.Identify(0, 0x1b, 2495), first, last < 0 ? null : last, blocked),
            found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1:")]
    [InlineData("1: ->")]
    [InlineData("x: FLOCK  ADVISORY  WRITE 26912 00:1b:2495 0 EOF")]
    [InlineData("-1: FLOCK  ADVISORY  WRITE 26912 00:1b:2495 0 EOF")]
    [InlineData("1 FLOCK  ADVISORY  WRITE 26912 00:1b:2495 0 EOF")]
    [InlineData("1: LEASE  ACTIVE    READ  3568 08:01:12188 0 EOF")]
    [InlineData("1: DELEG  ACTIVE    READ  3568 08:01:12188 0 EOF")]
    [InlineData("1: FLOCK  ADVISORY  UNLCK 26912 00:1b:2495 0 EOF")]
    [InlineData("1: FLOCK  ADVISORY  WRITE 26912 <none>:0 0 EOF")]
    [InlineData("1: FLOCK  ADVISORY  WRITE 26912 00:1b 0 EOF")]
    [InlineData("1: FLOCK  ADVISORY  WRITE 26912 00:1b:24x5 0 EOF")]
    [InlineData("1: FLOCK  ADVISORY  WRITE 26912 zz:1b:2495 0 EOF")]
    [InlineData("1: FLOCK  ADVISORY  WRITE 26912 00:1b:2495 0")]
    [InlineData("1: FLOCK  ADVISORY  WRITE 26912 00:1b:2495")]
    [InlineData("1: FLOCK  ADVISORY  WRITE 26912 00:1b:2495 9 5")]
    [InlineData("1: FLOCK  ADVISORY  WRITE 26912 00:1b:2495 -9 5")]
    [InlineData("1: FLOCK  ADVISORY  WRITE 99999999999 00:1b:2495 0 EOF")]
    [InlineData("1: FLOCK  ADVISORY  WRITE 00:1b:2495 0 EOF")]
    public void TryParse_Malformed_IsRefused(string line) =>
        Assert.False(FileLock.TryParse(Encoding.ASCII.GetBytes(line), out _));

    [Fact]
    public void Parse_AnyText_KeepsWhatIsUnderstood()
    {
        const string Text = "rubbish\n1: FLOCK  ADVISORY  WRITE 5 00:1b:7 0 EOF\n1: -> FLOCK  ADVISORY  WRITE 6 00:1b:7 0 EOF\n2: POSIX  ADVISORY  WRI";

        var locks = FileLockTable.Parse(Encoding.ASCII.GetBytes(Text)).Of(FileStatus.Identify(0, 0x1b, 7));

        Assert.Equal([5, 6], locks.Select(found => found.Pid));
        Assert.Empty(FileLockTable.Parse([]).Of(FileStatus.Identify(0, 0x1b, 7)));
    }

    private ImmutableArray<LockDetail> Describe()
    {
        var facts = _keys.Catalog.Find(SegmentId.Posix(_name))!;
        return FileLockTable.Read().Describe(facts, _keys.Catalog.ScanAttachments().Of(facts), _holders);
    }
}
