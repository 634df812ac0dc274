using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.SharedMemory.Reading;

[Collection(KernelCollection.Name)]
[Trait("Category", "Kernel")]
public sealed class SegmentReaderTests : IDisposable
{
    private const int Size = 10_000;

    private static readonly ReadOptions s_onlyPeers = new() { AllowAttach = false };
    private static readonly ReadOptions s_attach = new() { AllowPeerMemory = false };
    private static readonly ReadOptions s_attachUnlocked = new() { AllowPeerMemory = false, AllowLock = false };

    private readonly KeyDirectory _keys = new();
    private readonly string _key = KeyDirectory.NewKey();

    public void Dispose() => _keys.Dispose();

    public static TheoryData<ReadRoute> SystemVRoutes => [ReadRoute.PeerMemory, ReadRoute.LockedAttach, ReadRoute.UnlockedAttach];

    [Theory]
    [MemberData(nameof(SystemVRoutes))]
    public void Read_EachRoute_GivesTheBytes(ReadRoute route)
    {
        using var memory = Create();
        using var peer = Peer(memory);
        (int, int) footprint = KeyDirectory.Footprint();

        var outcome = Read(Options(route), CopyAll);

        Assert.Equal((ReadStatus.Copied, route), (outcome.Status, outcome.Route));
        Assert.Equal(Size, outcome.Value!.Length);
        Assert.Equal("hello"u8, outcome.Value.AsSpan(4000, 5));
        Assert.Equal(LockState.Free, outcome.LockBefore.State);
        Assert.Equal(LockState.Free, outcome.LockAfter.State);
        Assert.Null(outcome.Problem);
        Assert.Equal(1, _keys.LockSet(_key).Value(out _));
        KeyDirectory.AssertFootprint(footprint);
    }

    [Theory]
    [MemberData(nameof(SystemVRoutes))]
    public void Read_EachRoute_TellsTheCopierWhetherPeersWait(ReadRoute route)
    {
        using var memory = Create();
        using var peer = Peer(memory);

        Assert.Equal(route == ReadRoute.LockedAttach, Read(Options(route), view => view.HoldsLock).Value);
    }

    [Theory]
    [InlineData(ReadRoute.LockedAttach)]
    [InlineData(ReadRoute.UnlockedAttach)]
    public void Read_AnotherReadersTurn_IsBusyAndAttachesNothing(ReadRoute route)
    {
        using var memory = Create();
        string? before = KeyDirectory.KernelRow(memory.ShmId);
        using (var other = OpenKeyFile())
        {
            Assert.Equal(0, LibC.FLock((int)other.DangerousGetHandle(), LibC.LOCK_EX));

            var refused = Read(Options(route) with { LockTimeout = TimeSpan.FromMilliseconds(5) }, CopyAll);

            Assert.Equal(ReadStatus.Busy, refused.Status);
            Assert.Equal(before, KeyDirectory.KernelRow(memory.ShmId));
            Assert.Contains("another dashboard has it attached", refused.Problem!.ToString(), StringComparison.Ordinal);
            Assert.Contains("Look again", refused.Problem!.ToString(), StringComparison.Ordinal);
        }

        var next = Read(Options(route), CopyAll);
        Assert.Equal((ReadStatus.Copied, route), (next.Status, next.Route));
    }

    [Theory]
    [InlineData(ReadRoute.PeerMemory, 0)]
    [InlineData(ReadRoute.LockedAttach, Errno.EAGAIN)]
    [InlineData(ReadRoute.UnlockedAttach, Errno.EAGAIN)]
    public void Read_WhileAttached_IsOurTurnAndLeavesNoneBehind(ReadRoute route, int expected)
    {
        using var memory = Create();
        using var peer = Peer(memory);
        using var other = OpenKeyFile();

        var outcome = Read(Options(route), _ =>
            LibC.FLock((int)other.DangerousGetHandle(), LibC.LOCK_EX | LibC.LOCK_NB) == 0 ? 0 : Errno.Last);

        Assert.Equal(expected, outcome.Value);
        Assert.Equal(0, LibC.FLock((int)other.DangerousGetHandle(), LibC.LOCK_EX | LibC.LOCK_NB));
    }

    [Theory]
    [MemberData(nameof(SystemVRoutes))]
    public void Read_PartsAndPieces_AreClippedAtTheEnd(ReadRoute route)
    {
        using var memory = Create();
        using var peer = Peer(memory);

        Read(Options(route), view =>
        {
            byte[] bytes = new byte[100];
            Assert.Equal(Size, view.SizeBytes);
            Assert.Equal(100, view.Read(3998, bytes));
            Assert.Equal("hello"u8, bytes.AsSpan(2, 5));
            Assert.Equal(1, view.Read(Size - 1, bytes));
            Assert.Equal(0, view.Read(Size, bytes));
            Assert.Equal(0, view.Read(long.MaxValue, bytes));
            Assert.Equal(0, view.Read(0, []));

            bytes.AsSpan().Fill(0xff);
            Assert.Equal(2, view.ReadMany([4000, Size - 2, Size, 4001], 4, bytes));
            Assert.Equal("hell"u8, bytes.AsSpan(0, 4));
            Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0], bytes[4..12]);
            Assert.Equal("ello"u8, bytes.AsSpan(12, 4));
            Assert.Equal(0xff, bytes[16]);
            Assert.Throws<ArgumentOutOfRangeException>(() => view.ReadMany([0, 1], 64, bytes));
            Assert.Throws<ArgumentOutOfRangeException>(() => view.ReadMany([0], 0, bytes));
            return true;
        });
    }

    [Fact]
    public void ReadMany_MoreThanOneCallTakes_GivesAll()
    {
        using var memory = Create();
        using var peer = Peer(memory);
        byte[] expected = new byte[Size];
        Random.Shared.NextBytes(expected);
        memory.Write(0, expected);

        byte[] copied = Read(s_onlyPeers, view =>
        {
            byte[] bytes = new byte[Size];
            long[] offsets = [.. Enumerable.Range(0, Size / 2).Select(i => (long)i * 2)];
            Assert.Equal(Size / 2, view.ReadMany(offsets, 2, bytes));
            return bytes;
        }).Value!;

        Assert.Equal(expected, copied);
    }

    [Fact]
    public void Read_PeerMemory_LeavesNoTrace()
    {
        using var memory = Create();
        using var peer = Peer(memory);
        var set = _keys.LockSet(_key);
        peer.Do($"take {set.Id}");
        peer.Do($"give {set.Id}");
        CopyOnce();
        string? row = KeyDirectory.KernelRow(memory.ShmId);

        CopyOnce();

        Assert.Equal(row, KeyDirectory.KernelRow(memory.ShmId));
        Assert.Equal(peer.Pid, set.LastPid(out _));

        void CopyOnce() => Assert.Equal(ReadStatus.Copied, Read(s_onlyPeers, CopyAll).Status);
    }

    [Fact]
    public void Read_OwnAttachment_ServesToo()
    {
        using var memory = Create();
        var outcome = Read(s_onlyPeers, CopyAll);
        Assert.Equal((ReadRoute.PeerMemory, Environment.ProcessId), (outcome.Route, outcome.Source!.Value.Pid));
    }

    [Fact]
    public void Read_NobodyKnownIsLeft_AsksWhoElseHasItBeforeAttaching()
    {
        using var memory = Create();
        using var left = Peer(memory);
        using var stayed = Peer(memory);
        var facts = _keys.Facts(_key);
        var stale = _keys.Catalog.ScanAttachments(left.Pid, facts);
        left.Do($"detach");
        var set = _keys.LockSet(_key);
        stayed.Do($"take {set.Id}");
        stayed.Do($"give {set.Id}");
        string? row = KeyDirectory.KernelRow(memory.ShmId);
        int asked = 0;
        var options = ReadOptions.Default with
        {
            FindAttachments = segment =>
            {
                asked++;
                return _keys.Catalog.ScanAttachments(stayed.Pid, segment);
            },
        };

        var outcome = _keys.Reader.Read(facts, stale, options, CopyAll);

        Assert.Equal((ReadRoute.PeerMemory, stayed.Pid, 1), (outcome.Route, outcome.Source?.Pid, asked));
        Assert.Equal(row, KeyDirectory.KernelRow(memory.ShmId));
        Assert.Equal(stayed.Pid, set.LastPid(out _));
    }

    [Fact]
    public void Read_PeerDetachedSinceTheScan_GoesAnotherWay()
    {
        using var memory = Create();
        using var peer = Peer(memory);
        var facts = _keys.Facts(_key);
        var stale = _keys.Catalog.ScanAttachments(peer.Pid, facts);
        peer.Do($"detach");

        Assert.Equal(ReadRoute.LockedAttach, _keys.Reader.Read(facts, stale, ReadOptions.Default, CopyAll).Route);
        var refused = _keys.Reader.Read(facts, stale, s_onlyPeers, CopyAll);

        Assert.Equal(ReadStatus.Denied, refused.Status);
        Assert.Equal(
            $"Cannot read segment '{_key}' without attaching it: the memory of the processes that have it attached may not be read, or has changed. Allow attaching, or run this program as their user or as root.",
            refused.Problem?.ToString());
    }

    [Fact]
    public void Read_PeerDetachesDuringTheCopy_IsNotBelieved()
    {
        using var memory = Create();
        using var peer = Peer(memory);
        var facts = _keys.Facts(_key);
        var theirs = _keys.Catalog.ScanAttachments(peer.Pid, facts);
        int runs = 0;

        var outcome = _keys.Reader.Read(facts, theirs, ReadOptions.Default, view =>
        {
            byte[] bytes = CopyAll(view);
            if (runs++ == 0)
                peer.Do($"detach");

            return bytes;
        });

        Assert.Equal((2, ReadRoute.LockedAttach), (runs, outcome.Route));
    }

    [Fact]
    public void Read_PeerDiesDuringTheCopy_GoesAnotherWay()
    {
        using var memory = Create();
        using var peer = Peer(memory);
        var facts = _keys.Facts(_key);

        var outcome = _keys.Reader.Read(
            facts, _keys.Catalog.ScanAttachments(peer.Pid, facts), ReadOptions.Default, view =>
            {
                peer.Kill();
                return CopyAll(view);
            });

        Assert.Equal((ReadStatus.Copied, ReadRoute.LockedAttach), (outcome.Status, outcome.Route));
    }

    [Fact]
    public void Read_LockTakenJustNow_IsBusyAndSaysByWhom()
    {
        using var memory = Create();
        using var peer = ChildProcess.Start();
        peer.Do($"take {_keys.LockSet(_key).Id}");

        var outcome = Read(s_attach, CopyAll);

        Assert.Equal(ReadStatus.Busy, outcome.Status);
        Assert.Null(outcome.Value);
        Assert.StartsWith($"Cannot read segment '{_key}' now: its lock is used by ", outcome.Problem!.ToString(), StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"(process {peer.Pid})"), outcome.Problem!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LockHeldByAnotherForLong_CopiesWithoutAndSaysWho()
    {
        using var memory = Create();
        using var peer = ChildProcess.Start();
        peer.Do($"take {_keys.LockSet(_key).Id}");

        var outcome = Read(s_attach with { AttachWhileHeldAfter = TimeSpan.Zero }, CopyAll);

        Assert.Equal((ReadStatus.Copied, ReadRoute.UnlockedAttach), (outcome.Status, outcome.Route));
        Assert.Equal((LockState.Held, peer.Pid), (outcome.LockBefore.State, outcome.LockBefore.LastPid));
        Assert.Equal(peer.Pid, _keys.LockSet(_key).LastPid(out _));
    }

    [Fact]
    public void Read_LockHeldForAMoment_WaitsForIt()
    {
        using var memory = Create();
        using var other = QtSharedMemory.Attach(_key, QtAccess.ReadWrite, _keys.Options);
        using var peer = ChildProcess.Start();
        int semId = _keys.LockSet(_key).Id;
        peer.Do($"take {semId}");
        var facts = _keys.Facts(_key);
        peer.Tell($"give {semId}");

        var outcome = _keys.Reader.Read(
            facts, [], s_attach with { LockTimeout = TimeSpan.FromSeconds(5) }, CopyAll);

        Assert.Equal(ReadRoute.LockedAttach, outcome.Route);
        peer.Expect("done");
    }

    [Fact]
    public async Task Read_LockHeldByAnotherThreadOfOurs_WaitsForItToo()
    {
        using var memory = Create();
        memory.Lock(TimeSpan.FromSeconds(1));
        var facts = _keys.Facts(_key);
        var meanwhile = Read(s_attach, CopyAll);

        var reading = Task.Run(
            () => _keys.Reader.Read(facts, [], s_attach with { LockTimeout = TimeSpan.FromSeconds(5) }, CopyAll));
        memory.Unlock();

        Assert.Equal(ReadStatus.Busy, meanwhile.Status);
        Assert.Equal(ReadRoute.LockedAttach, (await reading).Route);
    }

    [Fact]
    public void Read_LockedAttach_HoldsTheLockForTheCopyAlone()
    {
        using var memory = Create();
        var set = _keys.LockSet(_key);

        int during = Read(s_attach, _ => set.Value(out int _)).Value;

        Assert.Equal((0, 1), (during, set.Value(out _)));
    }

    [Theory]
    [MemberData(nameof(SystemVRoutes))]
    public void Read_CopierThrows_EverythingIsUndone(ReadRoute route)
    {
        using var memory = Create();
        using var peer = Peer(memory);
        (int, int) footprint = KeyDirectory.Footprint();

        Assert.Throws<NotSupportedException>(() => Read<byte[]>(Options(route), _ => throw new NotSupportedException()));

        KeyDirectory.AssertFootprint(footprint);
        Assert.Equal(1, _keys.LockSet(_key).Value(out _));
    }

    [Fact]
    public void Read_LockResetByAForeignCreateMeanwhile_DoesNotMakeTwo()
    {
        using var memory = Create();
        var set = _keys.LockSet(_key);

        Read(s_attach, view =>
        {
            LibC.SemCtl(set.Id, 0, LibC.SETVAL, 1);
            return CopyAll(view);
        });

        Assert.Equal(1, set.Value(out _));
    }

    [Fact]
    public void Read_LockRemovedMeanwhile_IsFine()
    {
        using var memory = Create();
        var set = _keys.LockSet(_key);

        var outcome = Read(s_attach, view =>
        {
            LibC.SemCtl(set.Id, 0, LibC.IPC_RMID, 0);
            return CopyAll(view);
        });

        Assert.Equal((ReadStatus.Copied, LockState.None), (outcome.Status, outcome.LockAfter.State));
    }

    [Fact]
    public void Read_SegmentGone_IsAnOutcome()
    {
        var memory = Create();
        var facts = _keys.Facts(_key);
        memory.Dispose();

        var outcome = _keys.Reader.Read(facts, [], ReadOptions.Default, CopyAll);

        Assert.Equal(ReadStatus.Gone, outcome.Status);
        Assert.StartsWith(
            string.Create(CultureInfo.InvariantCulture, $"Cannot attach segment '{_key}' (id {memory.ShmId}): invalid argument (shmctl: EINVAL)."),
            outcome.Problem!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_PlainSystemV_IsAttachedWithoutALock()
    {
        int shmId = _keys.NewSegment(0, 100);
        var facts = _keys.Catalog.Find(SegmentId.SystemV(shmId))!;

        var outcome = _keys.Reader.Read(facts, [], ReadOptions.Default, CopyAll);

        Assert.Equal((ReadRoute.UnlockedAttach, LockState.None, 100), (outcome.Route, outcome.LockBefore.State, outcome.Value!.Length));
        Assert.NotNull(KeyDirectory.KernelRow(shmId));
    }

    [Fact]
    public void Read_UnlockedWhileTheLastPeerLeavesCleanly_TidiesUpInItsPlace()
    {
        using var peer = AbandonedBut(out int shmId);

        Read(s_attachUnlocked, view =>
        {
            peer.Do($"detach");
            return true;
        });

        Assert.Null(KeyDirectory.KernelRow(shmId));
        Assert.False(File.Exists(_keys.SegmentFile(_key)));
        Assert.Equal(1, _keys.LockSet(_key).Value(out _));
    }

    [Fact]
    public void Read_UnlockedWhileTheLastPeerCrashes_LeavesEverything()
    {
        using var peer = AbandonedBut(out int shmId);

        Read(s_attachUnlocked, view =>
        {
            peer.Kill();
            return true;
        });

        Assert.NotNull(KeyDirectory.KernelRow(shmId));
        Assert.True(File.Exists(_keys.SegmentFile(_key)));
    }

    [Fact]
    public void Read_UnlockedWhileTheLastPeerLeavesAndItsLockGoes_TidiesUp()
    {
        using var peer = AbandonedBut(out int shmId);
        var set = _keys.LockSet(_key);

        Read(s_attachUnlocked, view =>
        {
            peer.Do($"detach");
            File.Delete(_keys.LockFile(_key));
            LibC.SemCtl(set.Id, 0, LibC.IPC_RMID, 0);
            peer.Kill();
            return true;
        });

        Assert.Null(KeyDirectory.KernelRow(shmId));
        Assert.False(File.Exists(_keys.SegmentFile(_key)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_StaleBeforeUs_LeavesEverything(bool locked)
    {
        using var peer = AbandonedBut(out int shmId);
        peer.Do($"detach");

        Assert.Equal(ReadStatus.Copied, Read(locked ? s_attach : s_attachUnlocked, CopyAll).Status);

        Assert.NotNull(KeyDirectory.KernelRow(shmId));
        Assert.True(File.Exists(_keys.SegmentFile(_key)));
    }

    [Fact]
    public void Read_UnlockedAndTheKeyFileIsAnothersNow_RemovesNothing()
    {
        using var peer = AbandonedBut(out int shmId);

        Read(s_attachUnlocked, view =>
        {
            File.Move(_keys.SegmentFile(_key), Path.Combine(_keys.Path, "moved"));
            File.WriteAllBytes(_keys.SegmentFile(_key), []);
            peer.Do($"detach");
            return true;
        });

        Assert.NotNull(KeyDirectory.KernelRow(shmId));
        Assert.True(File.Exists(_keys.SegmentFile(_key)));
    }

    [Fact]
    public void Read_Posix_GivesTheBytes()
    {
        string name = _keys.NewPosixName();
        using var segment = PosixSegment.Create(name, Size);
        segment.Write(4000, "hello"u8);
        var facts = _keys.Catalog.Find(SegmentId.Posix(name))!;
        (int, int) footprint = KeyDirectory.Footprint();

        var outcome = _keys.Reader.Read(facts, [], ReadOptions.Default, CopyAll);

        Assert.Equal((ReadStatus.Copied, ReadRoute.FileRead), (outcome.Status, outcome.Route));
        Assert.Equal("hello"u8, outcome.Value.AsSpan(4000, 5));
        KeyDirectory.AssertFootprint(footprint);
    }

    [Fact]
    public void Read_PosixTruncatedMeanwhile_ComesShort()
    {
        string name = _keys.NewPosixName();
        using var segment = PosixSegment.Create(name, Size);
        var facts = _keys.Catalog.Find(SegmentId.Posix(name))!;

        (long Size, int First, int Second) seen = _keys.Reader.Read(facts, [], ReadOptions.Default, view =>
        {
            byte[] bytes = new byte[Size];
            int first = view.Read(0, bytes);
            using (var file = File.OpenWrite("/dev/shm/" + name))
                file.SetLength(10);

            return (view.SizeBytes, first, view.Read(0, bytes));
        }).Value;

        Assert.Equal((Size, Size, 10), seen);
    }

    [Fact]
    public void Read_PosixGoneOrReplaced_IsAnOutcome()
    {
        string name = _keys.NewPosixName();
        SegmentFacts facts;
        using (PosixSegment.Create(name, 1))
            facts = _keys.Catalog.Find(SegmentId.Posix(name))!;

        PosixSegment.Unlink(name);
        Assert.Equal(ReadStatus.Gone, _keys.Reader.Read(facts, [], ReadOptions.Default, CopyAll).Status);

        using var another = PosixSegment.Create(name, 1);
        var outcome = _keys.Reader.Read(facts, [], ReadOptions.Default, CopyAll);
        Assert.Equal(ReadStatus.Gone, outcome.Status);
        Assert.Equal($"Cannot read segment '/{name}': another file has its name now. Look again.", outcome.Problem?.ToString());
    }

    [Fact]
    public void Read_PosixBecameALink_IsRefused()
    {
        string name = _keys.NewPosixName();
        SegmentFacts facts;
        using (PosixSegment.Create(name, 1))
            facts = _keys.Catalog.Find(SegmentId.Posix(name))!;

        PosixSegment.Unlink(name);
        File.CreateSymbolicLink("/dev/shm/" + name, "/etc/passwd");

        var outcome = _keys.Reader.Read(facts, [], ReadOptions.Default, CopyAll);

        Assert.Equal(ReadStatus.Failed, outcome.Status);
        Assert.Contains("is a symbolic link (open: ELOOP)", outcome.Problem!.ToString(), StringComparison.Ordinal);
    }

    private static byte[] CopyAll(ISegmentView view)
    {
        byte[] bytes = new byte[view.SizeBytes];
        Assert.Equal(bytes.Length, view.Read(0, bytes));
        return bytes;
    }

    private static ReadOptions Options(ReadRoute route) => route switch
    {
        ReadRoute.PeerMemory => s_onlyPeers,
        ReadRoute.LockedAttach => s_attach,
        _ => s_attachUnlocked,
    };

    private ReadOutcome<T> Read<T>(ReadOptions options, Func<ISegmentView, T> copier)
    {
        var facts = _keys.Facts(_key);
        return _keys.Reader.Read(facts, _keys.Catalog.ScanAttachments().Of(facts), options, copier);
    }

    [Fact]
    public void Read_KeyFileUnknown_IsBusyAndAttachesNothingWhileUsedOrNew()
    {
        using var memory = Create();
        File.Delete(_keys.SegmentFile(_key));
        var facts = _keys.Catalog.Find(SegmentId.SystemV(memory.ShmId))!;
        Assert.Equal(QtKeyFileState.Missing, facts.Qt!.KeyFile);
        string? before = KeyDirectory.KernelRow(memory.ShmId);

        var used = _keys.Reader.Read(facts, [], s_attach with { AttachWhileHeldAfter = TimeSpan.Zero }, CopyAll);
        var young = _keys.Reader.Read(facts with { AttachCount = 0 }, [], s_attach, CopyAll);

        Assert.Equal((ReadStatus.Busy, ReadStatus.Busy), (used.Status, young.Status));
        Assert.Contains("its key file, which tells its lock, has gone", young.Problem!.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, KeyDirectory.KernelRow(memory.ShmId));
        Assert.Equal(ReadStatus.Copied, _keys.Reader.Read(
            facts with { AttachCount = 0 }, [], s_attach with { AttachWhileHeldAfter = TimeSpan.Zero }, CopyAll).Status);
    }

    [Fact]
    public void Read_KeyFileLeadsToAnotherByNow_IsBusyAndAttachesNothing()
    {
        using var memory = Create();
        var facts = _keys.Facts(_key);
        string file = _keys.SegmentFile(_key);
        File.Move(file, file + ".kept");
        File.WriteAllBytes(file, []);
        string? before = KeyDirectory.KernelRow(memory.ShmId);

        Assert.Equal(ReadStatus.Busy, _keys.Reader.Read(facts, [], s_attach, CopyAll).Status);

        Assert.Equal(before, KeyDirectory.KernelRow(memory.ShmId));
        File.Move(file + ".kept", file, overwrite: true);
    }

    private SafeFileHandle OpenKeyFile() => KernelFile.TryOpen(_keys.Facts(_key).Qt!.KeyFilePath!, out _)!;

    private QtSharedMemory Create() => QtSharedMemory.Create(_key, Size, _keys.Options);

    private static ChildProcess Peer(QtSharedMemory memory)
    {
        var peer = ChildProcess.Start();
        peer.Do($"attach {memory.ShmId}");
        peer.Do($"poke 4000 hello");
        return peer;
    }

    /// <summary>A Qt segment whose only user is another process, which can leave without removing it.</summary>
    private ChildProcess AbandonedBut(out int shmId)
    {
        // The lock is the peer's, as it would be a Qt program's: what made the segment does not take it along.
        QtLock.Open(_key, _keys.LockFile(_key));
        var memory = Create();
        var peer = Peer(memory);
        shmId = memory.ShmId;
        memory.Dispose();
        return peer;
    }
}
