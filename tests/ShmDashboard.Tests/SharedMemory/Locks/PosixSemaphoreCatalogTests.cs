using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Tests.SharedMemory.Locks;

[Collection(KernelCollection.Name)]
[Trait("Category", "Kernel")]
public sealed class PosixSemaphoreCatalogTests : IDisposable
{
    private readonly KeyDirectory _keys = new();
    private readonly string _name;

    public PosixSemaphoreCatalogTests() => _name = _keys.NewPosixName("shmdashboard-");

    public void Dispose()
    {
        File.Delete("/dev/shm/sem." + _name);
        _keys.Dispose();
    }

    [Fact]
    public void Sweep_MadeByOneWaitedForByAnother_InfersTheHolder()
    {
        using var maker = NativeChild.Start();
        using var waiter = NativeChild.Start();
        maker.Do($"semcreate /{_name} 1");

        var free = Look();
        Assert.Equal((SemaphoreHolding.Free, 1), (free.Holding, free.Reading.Value));
        Assert.Equal(maker.Pid, Assert.Single(free.Users).Pid);

        maker.Do($"semwait");
        waiter.Do($"semopen /{_name}");
        waiter.Tell($"semwait");
        Until.True(() => Look().Waiters.Length == 1, "the other waits");

        var held = Look();
        Assert.Equal(LockState.Held, held.Reading.State);
        Assert.Equal((waiter.Pid, 1), (Assert.Single(held.Waiters).Pid, held.Reading.WaiterCount));
        Assert.Equal([maker.Pid, waiter.Pid], held.Users.Select(user => user.Pid).Order());
        AssertHolding(held, SemaphoreHolding.Inferred, maker.Pid);

        maker.Do($"sempost");
        Assert.Equal("done", waiter.Answer());
        AssertHolding(Look(), SemaphoreHolding.Unknown, null);
    }

    [Fact]
    public void Sweep_HolderKilled_SaysThatNobodyIsLeft()
    {
        using var maker = NativeChild.Start();
        using var waiter = NativeChild.Start();
        maker.Do($"semcreate /{_name} 1");
        maker.Do($"semwait");
        waiter.Do($"semopen /{_name}");
        waiter.Tell($"semwait");
        Until.True(() => Look().Waiters.Length == 1, "the other waits");

        maker.Kill();
        var orphaned = Look();
        AssertHolding(orphaned, SemaphoreHolding.HolderDead, null);
        if (orphaned.Holding == SemaphoreHolding.HolderDead)
            Assert.Equal($"Semaphore '/{_name}' is at 0 and nobody is left who could post it: 1 waiting would wait for ever. Release it if it is a lock whose holder died.", orphaned.Problem?.ToString());

        waiter.Kill();
        AssertHolding(Look(), SemaphoreHolding.HolderDead, null);
    }

    [Fact]
    public void Sweep_NameOfASegment_BelongsToIt()
    {
        using var maker = NativeChild.Start();
        maker.Do($"semcreate /{_name} 1");
        Assert.Null(Look().Segment);
        using var segment = PosixSegment.Create(_name, 10);

        Assert.Equal(SegmentId.Posix(_name), Look().Segment);
    }

    [Fact]
    public void Sweep_StrangeFile_IsUnreadable()
    {
        File.WriteAllText("/dev/shm/sem." + _name, "abc");

        var odd = Look();

        Assert.Equal(SemaphoreHolding.Unreadable, odd.Holding);
        Assert.StartsWith("Cannot read the POSIX semaphore", odd.Problem!.ToString(), StringComparison.Ordinal);
    }

    // The only process that can have it; two that can; nobody; one that waits with its only thread; with one of two.
    [Theory]
    [InlineData(LockState.Held, "7", 0, SemaphoreHolding.Inferred, 7)]
    [InlineData(LockState.Held, "7", 1, SemaphoreHolding.Unknown, 0)]
    [InlineData(LockState.Held, "7 8", 0, SemaphoreHolding.Unknown, 0)]
    [InlineData(LockState.Held, "", 0, SemaphoreHolding.HolderDead, 0)]
    [InlineData(LockState.Held, "", 2, SemaphoreHolding.Unknown, 0)]
    [InlineData(LockState.Held, "7w", 0, SemaphoreHolding.HolderDead, 0)]
    [InlineData(LockState.Held, "7t", 0, SemaphoreHolding.Inferred, 7)]
    [InlineData(LockState.Held, "7w 8", 0, SemaphoreHolding.Inferred, 8)]
    [InlineData(LockState.Held, "7d 8d", 0, SemaphoreHolding.HolderDead, 0)]
    [InlineData(LockState.Free, "7", 0, SemaphoreHolding.Free, 0)]
    [InlineData(LockState.NotPermitted, "7", 0, SemaphoreHolding.Unreadable, 0)]
    public void Conclude_UsersAndWaiters_GiveTheHolder(
        LockState state, string users, int unreadable, SemaphoreHolding expected, int holder)
    {
        string[] words = users.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        ImmutableArray<ProcessRef> processes =
            [.. words.Select(word => new ProcessRef(word[0] - '0', "p", !word.EndsWith('d')))];

        var (holding, found) = PosixSemaphoreCatalog.Conclude(
            new LockReading { State = state }, processes, unreadable,
            pid => words.Single(word => word[0] - '0' == pid)[^1] switch { 'w' => (1, 1), 't' => (2, 1), _ => (1, 0) });

        Assert.Equal((expected, holder), (holding, found?.Pid ?? 0));
    }

    // Processes of other users, seen when not root, make every inference impossible.
    private void AssertHolding(PosixSemaphoreFacts facts, SemaphoreHolding expected, int? holder)
    {
        bool sawAll = _keys.Catalog.ScanAttachments().UnreadableProcesses == 0;
        Assert.Equal(sawAll ? expected : SemaphoreHolding.Unknown, facts.Holding);
        Assert.Equal(sawAll ? holder : null, facts.InferredHolder?.Pid);
    }

    private PosixSemaphoreFacts Look() =>
        new PosixSemaphoreCatalog(_keys.Catalog.Processes).Sweep(_keys.Catalog.Sweep(), _ => _keys.Catalog.ScanAttachments())
            .Single(semaphore => semaphore.Name == _name);
}
