using System.Globalization;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.SharedMemory.Qt;

[Collection(KernelCollection.Name)]
[Trait("Category", "Kernel")]
public sealed class QtSharedMemoryTests : IDisposable
{
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(100);

    private readonly KeyDirectory _keys = new();
    private readonly string _key = KeyDirectory.NewKey();

    public void Dispose() => _keys.Dispose();

    [Fact]
    public void Create_NewKey_MakesWhatQtMakes()
    {
        using var memory = Create(4097);

        Assert.Equal((4097, QtAccess.ReadWrite), (memory.SizeBytes, memory.Access));
        Assert.Equal(QtKeyFile.TryKeyOf(_keys.SegmentFile(_key)), memory.SystemVKey);
        Assert.True(FileStatus.TryGet(_keys.LockFile(_key), followLinks: false, out var status, out _));
        Assert.Equal(Convert.ToInt32("600", 8), status.Mode & Convert.ToInt32("737", 8));
        Assert.Equal(0, new FileInfo(_keys.SegmentFile(_key)).Length);
        Assert.Equal(1, _keys.LockSet(_key).Value(out _));
        Assert.False(memory.IsLocked);
        Span<byte> content = new byte[4097];
        Assert.Equal(4097, memory.Read(0, content));
        Assert.False(content.ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void Dispose_LastOne_LeavesNothing()
    {
        (int, int) before = KeyDirectory.Footprint();
        var memory = Create();
        var reader = Attach();
        var set = _keys.LockSet(_key);

        memory.Dispose();
        Assert.NotNull(KeyDirectory.KernelRow(reader.ShmId));
        Assert.True(File.Exists(_keys.SegmentFile(_key)));
        // Who made the lock takes it along, as Qt does; who still needs one makes it anew.
        Assert.Equal(-1, set.Value(out _));
        Assert.False(File.Exists(_keys.LockFile(_key)));
        reader.Lock(TimeSpan.FromSeconds(1));
        Assert.Equal(0, _keys.LockSet(_key).Value(out _));
        reader.Dispose();
        reader.Dispose();

        Assert.Null(KeyDirectory.KernelRow(reader.ShmId));
        Assert.False(File.Exists(_keys.SegmentFile(_key)));
        Assert.False(File.Exists(_keys.LockFile(_key)));
        KeyDirectory.AssertFootprint(before);
    }

    [Fact]
    public void Dispose_MakerOfTheLockAlone_RemovesTheLockToo()
    {
        var memory = Create();
        var set = _keys.LockSet(_key);

        memory.Dispose();

        Assert.Empty(Directory.EnumerateFiles(_keys.Path));
        Assert.Equal(-1, set.Value(out int errno));
        Assert.True(Errno.IsGone(errno));
    }

    [Fact]
    public void WriteAndRead_ThroughTwoAttachments_IsOneMemory()
    {
        using var writer = Create(10);
        using var reader = Attach(QtAccess.ReadOnly);

        writer.Write(6, "data"u8);

        Span<byte> content = stackalloc byte[10];
        Assert.Equal(4, reader.Read(6, content));
        Assert.Equal("data"u8, content[..4]);
        Assert.Equal(0, reader.Read(10, content));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(-1)]
    [InlineData(11)]
    [InlineData(long.MaxValue)]
    public void Write_PastTheEnd_IsRefusedWhole(long offset)
    {
        using var memory = Create(10);
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => memory.Write(offset, "data"u8));
        Assert.StartsWith(
            string.Create(CultureInfo.InvariantCulture, $"Cannot write 4 bytes at offset {offset} of shared memory '{_key}': it has 10 bytes."),
            exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AttachedForReading_IsRefused()
    {
        using var memory = Create();
        using var reader = Attach(QtAccess.ReadOnly);
        Assert.Throws<InvalidOperationException>(() => reader.Write(0, "x"u8));
    }

    [Fact]
    public void Create_Twice_AlreadyExistsAndSaysWhatIsThere()
    {
        using var memory = Create(123);

        var exception = Assert.Throws<QtSharedMemoryException>(() => Create());

        Assert.Equal((QtSharedMemoryError.AlreadyExists, Errno.EEXIST), (exception.Error, exception.HResult));
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture,
                $"it already exists (shmget: EEXIST); segment {memory.ShmId} has 123 bytes, was made by process {Environment.ProcessId} and has 1 attached. Attach it"),
            exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, _keys.LockSet(_key).Value(out _));
        Assert.True(File.Exists(_keys.SegmentFile(_key)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void Create_SizeOfNothing_IsInvalidAndTouchesNothing(long size)
    {
        var exception = Assert.Throws<QtSharedMemoryException>(() => Create(size));

        Assert.Equal(QtSharedMemoryError.InvalidSize, exception.Error);
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"Cannot create shared memory '{_key}': the size is {size} bytes. Give at least 1."),
            exception.Message);
        Assert.Empty(Directory.EnumerateFiles(_keys.Path));
    }

    [Theory]
    [InlineData(1L << 60)]
    [InlineData(long.MaxValue)]
    public void Create_TooLarge_FailsAndLeavesNothing(long size)
    {
        var exception = Assert.Throws<QtSharedMemoryException>(() => Create(size));

        Assert.Contains(exception.Error, new[] { QtSharedMemoryError.OutOfResources, QtSharedMemoryError.InvalidSize });
        Assert.Empty(Directory.EnumerateFiles(_keys.Path));
    }

    [Fact]
    public void Attach_NoKeyFile_IsNotFoundAndLeavesNothing()
    {
        var exception = Assert.Throws<QtSharedMemoryException>(() => Attach());

        Assert.Equal(QtSharedMemoryError.NotFound, exception.Error);
        Assert.StartsWith($"Cannot attach shared memory '{_key}' (key file '{_keys.SegmentFile(_key)}'): no such object (stat: ENOENT).", exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_keys.Path));
    }

    [Fact]
    public void Attach_StaleKeyFile_IsNotFound()
    {
        File.WriteAllBytes(_keys.SegmentFile(_key), []);

        Assert.Equal(QtSharedMemoryError.NotFound, Assert.Throws<QtSharedMemoryException>(() => Attach()).Error);
    }

    [Fact]
    public void Create_StaleKeyFile_UsesIt()
    {
        File.WriteAllBytes(_keys.SegmentFile(_key), []);
        using var memory = Create();
        Assert.Equal(QtKeyFile.TryKeyOf(_keys.SegmentFile(_key)), memory.SystemVKey);
    }

    [Fact]
    public void CreateAndAttach_EmptyKey_IsKeyError()
    {
        Assert.Equal(QtSharedMemoryError.KeyError, Assert.Throws<QtSharedMemoryException>(() => QtSharedMemory.Create("", 1)).Error);
        Assert.Equal(QtSharedMemoryError.KeyError, Assert.Throws<QtSharedMemoryException>(() => QtSharedMemory.Attach("")).Error);
    }

    [Fact]
    public void Create_NoDirectory_IsKeyErrorWithARemedy()
    {
        var exception = Assert.Throws<QtSharedMemoryException>(
            () => QtSharedMemory.Create(_key, 1, _keys.Options with { TempPath = _keys.Path + "/nothing" }));

        Assert.Equal(QtSharedMemoryError.KeyError, exception.Error);
        Assert.EndsWith("Make that directory, or set TMPDIR as the other programs have it.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_Abandoned_IsReplacedOnlyWhenAsked()
    {
        int abandoned = Abandon();

        Assert.Equal(QtSharedMemoryError.AlreadyExists, Assert.Throws<QtSharedMemoryException>(() => Create()).Error);
        using var memory = QtSharedMemory.Create(_key, 200, _keys.Options with { ReplaceAbandoned = true });

        Assert.NotEqual(abandoned, memory.ShmId);
        Assert.Equal(200, memory.SizeBytes);
    }

    [Fact]
    public void AttachAndDispose_Abandoned_RemovesItAsQtDoes()
    {
        int abandoned = Abandon();

        Attach().Dispose();

        Assert.Null(KeyDirectory.KernelRow(abandoned));
        Assert.False(File.Exists(_keys.SegmentFile(_key)));
    }

    [Fact]
    public void Dispose_KeyFileMadeAnewByAnother_IsLeftAlone()
    {
        var memory = Create();
        File.Delete(_keys.SegmentFile(_key));
        File.WriteAllBytes(Path.Combine(_keys.Path, "keeps the inode busy"), []);
        File.WriteAllBytes(_keys.SegmentFile(_key), []);

        memory.Dispose();

        Assert.True(File.Exists(_keys.SegmentFile(_key)));
        Assert.Null(KeyDirectory.KernelRow(memory.ShmId));
    }

    [Fact]
    public void TryLock_TwoObjects_ExcludeEachOther()
    {
        using var first = Create();
        using var second = Attach();

        Assert.True(first.TryLock(TimeSpan.Zero));
        Assert.False(second.TryLock(TimeSpan.Zero));
        Assert.False(first.TryLock(TimeSpan.FromMilliseconds(1)));
        Assert.True(first.IsLocked);
        Assert.True(first.Unlock());
        Assert.True(second.TryLock(s_soon));
        Assert.True(second.Unlock());
        Assert.Equal(1, _keys.LockSet(_key).Value(out _));
    }

    [Fact]
    public void Unlock_NotLocked_IsRefused()
    {
        using var memory = Create();
        Assert.StartsWith($"Cannot unlock shared memory '{_key}': this object does not have the lock.",
            Assert.Throws<InvalidOperationException>(() => memory.Unlock()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unlock_OnAnotherThread_GivesItBackAndLeavesNoUndo()
    {
        using var memory = Create();
        var taking = new Thread(() => memory.Lock(s_soon));
        taking.Start();
        taking.Join();

        Assert.True(await Task.Run(memory.Unlock, TestContext.Current.CancellationToken));

        Assert.Equal(1, _keys.LockSet(_key).Value(out _));
    }

    [Fact]
    public void Lock_HeldByAnother_SaysWhoAndSinceWhen()
    {
        using var memory = Create();
        using var child = ChildProcess.Start();
        int semId = _keys.LockSet(_key).Id;
        child.Do($"take {semId}");

        var exception = Assert.Throws<QtSharedMemoryException>(() => memory.Lock(TimeSpan.FromMilliseconds(20)));

        Assert.Equal(QtSharedMemoryError.LockTimeout, exception.Error);
        Assert.Matches(
            string.Create(CultureInfo.InvariantCulture,
                $@"^Cannot lock shared memory '{_key}' within 0\.02 s: its lock \(semaphore set {semId}\) is held by python3\S* \(process {child.Pid}\) since 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC\. Wait until it is released, or end that process"),
            exception.Message);
        Assert.False(memory.IsLocked);
    }

    [Fact]
    public void Lock_HolderKilled_IsFreeAtOnce()
    {
        using var memory = Create();
        using var child = ChildProcess.Start();
        child.Do($"take {_keys.LockSet(_key).Id}");

        child.Kill();

        memory.Lock(TimeSpan.FromSeconds(5));
        memory.Unlock();
    }

    [Fact]
    public void TryLock_Cancelled_Ends()
    {
        using var memory = Create();
        using var holder = Attach();
        holder.Lock(s_soon);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(30));

        Assert.ThrowsAny<OperationCanceledException>(() => memory.TryLock(Timeout.InfiniteTimeSpan, cancellation.Token));
        holder.Unlock();
    }

    [Fact]
    public void AttachAndDispose_LockHeldByAnother_EndInTime()
    {
        var memory = Create();
        using var child = ChildProcess.Start();
        child.Do($"take {_keys.LockSet(_key).Id}");

        Assert.Equal(QtSharedMemoryError.LockTimeout, Assert.Throws<QtSharedMemoryException>(() => Attach()).Error);
        memory.Dispose();

        // Detached, but nothing removed: without the lock nobody can tell who is the last.
        Assert.NotNull(KeyDirectory.KernelRow(memory.ShmId));
    }

    [Fact]
    public void Unlock_ResetByAForeignCreate_DoesNotMakeTwo()
    {
        using var memory = Create();
        var set = _keys.LockSet(_key);
        memory.Lock(s_soon);

        LibC.SemCtl(set.Id, 0, LibC.SETVAL, 1);

        Assert.False(memory.Unlock());
        Assert.Equal(1, set.Value(out _));
    }

    [Fact]
    public void Unlock_ResetAndTakenByAnother_LeavesItToThem()
    {
        using var memory = Create();
        var set = _keys.LockSet(_key);
        using var child = ChildProcess.Start();
        memory.Lock(s_soon);
        LibC.SemCtl(set.Id, 0, LibC.SETVAL, 1);
        child.Do($"take {set.Id}");

        Assert.False(memory.Unlock());
        Assert.Equal((0, child.Pid), (set.Value(out _), set.LastPid(out _)));
        child.Do($"give {set.Id}");
        Assert.Equal(1, set.Value(out _));
    }

    [Fact]
    public void LockAndUnlock_SetRemovedByItsOwner_GoOnWithANewOne()
    {
        using var memory = Create();
        var old = _keys.LockSet(_key);
        memory.Lock(s_soon);
        LibC.SemCtl(old.Id, 0, LibC.IPC_RMID, 0);

        Assert.False(memory.Unlock());
        memory.Lock(s_soon);

        Assert.NotEqual(old, _keys.LockSet(_key));
        Assert.True(memory.Unlock());
    }

    [Fact]
    public void Create_DamagedLockOfNobody_IsRepaired()
    {
        Abandon();
        var set = _keys.LockSet(_key);
        LibC.SemCtl(set.Id, 0, LibC.SETVAL, 2);

        using var memory = QtSharedMemory.Create(_key, 1, _keys.Options with { ReplaceAbandoned = true });

        Assert.Equal(1, set.Value(out _));
    }

    [Fact]
    public void Attach_DamagedLockInUse_IsLeftAsItIs()
    {
        using var memory = Create();
        var set = _keys.LockSet(_key);
        LibC.SemCtl(set.Id, 0, LibC.SETVAL, 2);

        using var other = Attach();

        Assert.InRange(set.Value(out _), 1, 2);
    }

    [Fact]
    public void Create_LockWhoseMakerDiedMakingIt_IsSetUp()
    {
        File.WriteAllBytes(_keys.LockFile(_key), []);
        int semId = LibC.SemGet(QtKeyFile.TryKeyOf(_keys.LockFile(_key))!.Value, 1, LibC.IPC_CREAT | 0x180);

        using var memory = Create();

        Assert.Equal((semId, 1), (_keys.LockSet(_key).Id, _keys.LockSet(_key).Value(out _)));
    }

    [Fact]
    public void Everything_AfterDispose_IsRefused()
    {
        var memory = Create();
        memory.Dispose();
        Assert.Throws<ObjectDisposedException>(() => memory.Read(0, new byte[1]));
        Assert.Throws<ObjectDisposedException>(() => memory.Write(0, "x"u8));
        Assert.Throws<ObjectDisposedException>(() => memory.TryLock(TimeSpan.Zero));
    }

    [Fact]
    public void Dispose_WhileHoldingTheLock_ReleasesIt()
    {
        var memory = Create();
        using var other = Attach();
        memory.Lock(s_soon);

        memory.Dispose();

        Assert.True(other.TryLock(TimeSpan.Zero));
        other.Unlock();
    }

    // As after kill -9: a segment and a lock that nobody is attached to.
    private int Abandon()
    {
        var memory = Create();
        var set = _keys.LockSet(_key);
        using var child = ChildProcess.Start();
        child.Do($"take {set.Id}");
        memory.Dispose();
        child.Kill();
        return memory.ShmId;
    }

    private QtSharedMemory Create(long size = 100) => QtSharedMemory.Create(_key, size, _keys.Options);

    private QtSharedMemory Attach(QtAccess access = QtAccess.ReadWrite) => QtSharedMemory.Attach(_key, access, _keys.Options);
}
