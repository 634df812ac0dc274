using System.Collections.Immutable;
using System.Globalization;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.SharedMemory.Locks;

[Collection(KernelCollection.Name)]
[Trait("Category", "Kernel")]
public sealed class ProcessMutexTests : IDisposable
{
    private const int SizeBytes = 65_536;
    private readonly KeyDirectory _keys = new();
    private readonly string _name;
    private readonly PosixSegment _segment;

    public ProcessMutexTests()
    {
        _name = _keys.NewPosixName("shmdashboard-");
        _segment = PosixSegment.Create(_name, SizeBytes);
    }

    public void Dispose()
    {
        _segment.Dispose();
        _keys.Dispose();
    }

    private string File => "/dev/shm/" + _name;

    [Fact]
    public void Look_BoostSegment_FindsBothMutexesAndTheOwnerOfEach()
    {
        using var child = Mapped();
        child.Do($"boost");

        Assert.Equal([LockState.Free, LockState.Free], Look().Select(mutex => mutex.State));
        Assert.Equal([16L, 0x70], Look().Select(mutex => mutex.Offset));

        child.Do($"lock 112");
        var held = Describe()[1];

        Assert.Equal((LockKind.ProcessMutex, LockState.Held, "mutex at offset 112"), (held.Kind, held.State, held.Where));
        Assert.Equal((child.Pid, child.Pid, 0), (held.Holder!.Value.Pid, held.HolderThreadId, held.WaiterCount));
        Assert.Null(held.Problem);
        Assert.Equal((LockState.Held, child.Pid), (ProcessMutexReader.ToReading(Look()[1]).State, ProcessMutexReader.ToReading(Look()[1]).LastPid));
        Assert.Equal(LockState.Free, Describe()[0].State);
    }

    [Fact]
    public void Describe_HeldByAnotherThread_NamesItsProcess()
    {
        using var child = Mapped();
        child.Do($"boost");
        int thread = int.Parse(child.Do($"threadlock 16"), CultureInfo.InvariantCulture);

        var held = Describe()[0];

        Assert.NotEqual(child.Pid, thread);
        Assert.Equal((child.Pid, thread), (held.Holder!.Value.Pid, held.HolderThreadId));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("robust")]
    [InlineData("inherit")]
    public void Describe_Contended_NamesWhoWaits(string kind)
    {
        using var child = Mapped();
        using var waiter = Mapped();
        child.Do($"boost");
        child.Do($"init 16 {kind}");
        child.Do($"lock 16");
        waiter.Tell($"lock 16");
        Until.True(() => kind == "inherit" ? Look()[0].Contended : Describe()[0].Waiters.Length == 1, "the other waits");

        var held = Describe()[0];

        Assert.Equal((LockState.Held, child.Pid, 1), (held.State, held.Holder!.Value.Pid, held.WaiterCount));
        Assert.Equal(waiter.Pid, Assert.Single(held.Waiters).Pid);

        child.Do($"unlock 16");
        Assert.Equal("done", waiter.Answer());
        Assert.Equal(waiter.Pid, Describe()[0].Holder!.Value.Pid);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("robust")]
    public void Describe_HeldByWhoWaited_NobodyWaitsWhereAllWereSeen(string kind)
    {
        using var child = Mapped();
        using var waiter = Mapped();
        child.Do($"boost");
        child.Do($"init 16 {kind}");
        child.Do($"lock 16");
        waiter.Tell($"lock 16");
        Until.True(() => Describe()[0].Waiters.Length == 1, "the other waits");
        if (kind == "robust")
            child.Kill();
        else
            child.Do($"unlock 16");
        waiter.Answer();

        Assert.True(Look()[0].Contended);
        Assert.Equal((LockState.Held, waiter.Pid, 0), (Describe(allSeen: true)[0].State, Describe(allSeen: true)[0].Holder?.Pid, Describe(allSeen: true)[0].WaiterCount));
        Assert.Equal(1, Describe(allSeen: false)[0].WaiterCount);
    }

    [Fact]
    public void Describe_OwnerKilled_SaysThatNobodyWillReleaseIt()
    {
        using var child = Mapped();
        child.Do($"boost");
        child.Do($"lock 16");
        child.Kill();

        var held = Describe()[0];

        Assert.Equal((LockState.Held, child.Pid), (held.State, held.HolderThreadId));
        Assert.Null(held.Holder);
        Assert.StartsWith($"The mutex at offset 16 is held by thread {child.Pid}, which does not exist any more", held.Problem!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_OwnerOfARobustMutexKilled_SaysThatTheNextIsTold()
    {
        using var child = Mapped();
        child.Do($"boost");
        child.Do($"init 16 robust");
        child.Do($"lock 16");
        Assert.Equal(LockState.Held, Look()[0].State);
        child.Kill();

        var lost = Describe()[0];

        Assert.Equal(LockState.Damaged, lost.State);
        Assert.StartsWith($"The mutex at offset 16 lost its owner (thread {child.Pid}), which died while holding it.", lost.Problem!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_OwnerWhoDoesNotMapIt_IsNotBelieved()
    {
        using var child = Mapped();
        child.Do($"boost");
        child.Do($"lock 16");
        using var other = Mapped();

        var held = new ProcessMutexReader(_keys.Catalog.Processes).Describe(
            Look()[0], [.. _keys.Catalog.ScanAttachments().Of(Facts()).Where(user => user.Process.Pid == other.Pid)], allSeen: false);

        Assert.Null(held.Holder);
        Assert.Contains("does not map the segment", held.Problem!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Find_EcalMutexFile_BeginsWithIt()
    {
        using var child = Mapped();
        child.Do($"init 0 robust");
        child.Do($"lock 0");

        Assert.Empty(Look());
        byte[] head = System.IO.File.ReadAllBytes(File)[..ProcessMutex.HeadBytes];
        var found = Assert.Single(ProcessMutex.Find(head, SizeBytes, "ecal_0123_mtx"));
        Assert.Equal((LockState.Held, child.Pid, true), (found.State, found.OwnerThreadId, found.Robust));
    }

    [Theory]
    [InlineData(0u, 0, 0x80, true, LockState.Free, 0)]
    [InlineData(1u, 77, 0x80, true, LockState.Held, 77)]
    [InlineData(2u, 77, 0x81, true, LockState.Held, 77)]
    [InlineData(1u, 0, 0x80, true, LockState.Held, 0)]
    [InlineData(3u, 77, 0x80, false, LockState.Free, 0)]
    [InlineData(1u, -5, 0x80, false, LockState.Free, 0)]
    [InlineData(0u, 0, 0x00, false, LockState.Free, 0)]
    [InlineData(0u, 0, 0x180, false, LockState.Free, 0)]
    [InlineData(0u, 0, 0x84, false, LockState.Free, 0)]
    [InlineData(77u, 77, 0x90, true, LockState.Held, 77)]
    [InlineData(0x8000_004du, 77, 0x90, true, LockState.Held, 77)]
    [InlineData(0x4000_0000u, 77, 0x90, true, LockState.Damaged, 77)]
    [InlineData(0xc000_0000u, 77, 0x91, true, LockState.Damaged, 77)]
    [InlineData(0u, 0x7fff_fffe, 0x90, true, LockState.Damaged, 0)]
    [InlineData(77u, 0x7fff_ffff, 0x90, true, LockState.Held, 77)]
    public void TryParse_Words_GiveTheState(uint word, int owner, int kind, bool isMutex, LockState state, int thread)
    {
        byte[] bytes = new byte[50];
        BitConverter.TryWriteBytes(bytes.AsSpan(10), word);
        BitConverter.TryWriteBytes(bytes.AsSpan(18), owner);
        BitConverter.TryWriteBytes(bytes.AsSpan(26), kind);

        Assert.Equal(isMutex, ProcessMutex.TryParse(bytes, 10, out var mutex));
        if (isMutex)
            Assert.Equal((state, thread, 10L), (mutex.State, mutex.OwnerThreadId, mutex.Offset));

        Assert.False(ProcessMutex.TryParse(bytes, 11, out _));
        Assert.False(ProcessMutex.TryParse(bytes, -1, out _));
    }

    [Fact]
    public void Find_AnyBytes_NeverThrowsAndNeedsTheSize()
    {
        var random = new Random(5);
        byte[] head = new byte[ProcessMutex.HeadBytes];
        for (int i = 0; i < 5000; i++)
        {
            random.NextBytes(head);
            Assert.Empty(ProcessMutex.Find(head.AsSpan(0, random.Next(head.Length + 1)), random.Next(), "a_mtx"));
        }
    }

    private NativeChild Mapped()
    {
        var child = NativeChild.Start();
        child.Do($"map {File}");
        return child;
    }

    private SegmentFacts Facts() => _keys.Catalog.Find(SegmentId.Posix(_name))!;

    private ImmutableArray<ProcessMutex> Look()
    {
        var facts = Facts();
        var reader = new SegmentReader(_keys.Locks, _keys.Catalog.Processes, TimeProvider.System);
        return reader.Read(facts, [], ReadOptions.Default, view => ProcessMutexReader.Look(view, facts)).Value;
    }

    private ImmutableArray<LockDetail> Describe(bool allSeen = false)
    {
        var users = _keys.Catalog.ScanAttachments().Of(Facts());
        var reader = new ProcessMutexReader(_keys.Catalog.Processes);
        return [.. Look().Select(mutex => reader.Describe(mutex, users, allSeen))];
    }
}
