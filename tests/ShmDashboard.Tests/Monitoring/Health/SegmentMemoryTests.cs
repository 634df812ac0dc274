using System.Collections.Immutable;
using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;
using static ShmDashboard.Tests.Monitoring.ScriptedRows;

namespace ShmDashboard.Tests.Monitoring.Health;

public sealed class SegmentMemoryTests
{
    private static readonly SemaphoreSetRow s_old = new(0x51000007, 7, 1, 1000, Noon, Noon);
    private static readonly SemaphoreSetRow s_new = new(0x51000008, 8, 1, 1000, Noon, Noon);

    [Fact]
    public void FormerNames_KeyTakenAway_KnowsWhatItWas()
    {
        var memory = new SegmentMemory(ownPid: 9);
        memory.Remember([Qt("share")]);

        var names = memory.FormerNames([Removed(98309), Removed(98400)]);

        Assert.Equal("share", Assert.Single(names).Value);
    }

    [Fact]
    public void FormerNames_GoneMeanwhile_IsForgotten()
    {
        var memory = new SegmentMemory(ownPid: 9);
        memory.Remember([Qt("share")]);

        memory.FormerNames([]);

        Assert.Empty(memory.FormerNames([Removed(98309)]));
    }

    [Fact]
    public void Detaches_OverwrittenByOurOwnLook_AreStillKnown()
    {
        var memory = new SegmentMemory(ownPid: 9);
        memory.Remember([Left(4312, Noon.AddHours(-1)), Left(9, Noon).Facts(facts => facts with { SystemV = facts.SystemV! with { ShmId = 5 } })]);
        memory.Remember([Left(9, Noon)]);

        Assert.Equal(Noon.AddHours(-1), Assert.Single(memory.Detaches([Left(9, Noon)])).Value);
        Assert.Empty(memory.Detaches([]));
        Assert.Empty(memory.Detaches([Left(9, Noon)]));
    }

    [Fact]
    public void Successions_LockMadeAnewWhileTheOldOneLives_IsTold()
    {
        var memory = new SegmentMemory(ownPid: 9);
        memory.Remember([Locked(7)]);
        memory.Remember([Locked(8)]);

        var succession = Assert.Single(memory.Successions([Locked(8)], [s_old, s_new]));

        Assert.Equal((7, 8, "share"), (succession.Old.Id, succession.New.Id, succession.Name));
    }

    [Fact]
    public void Successions_OldSetRemoved_IsForgottenForGood()
    {
        var memory = new SegmentMemory(ownPid: 9);
        memory.Remember([Locked(7)]);
        memory.Remember([Locked(8)]);

        Assert.Empty(memory.Successions([Locked(8)], [s_new]));
        Assert.Empty(memory.Successions([Locked(8)], [s_old, s_new]));
    }

    [Fact]
    public void Successions_OneLockAllTheTime_IsNone()
    {
        var memory = new SegmentMemory(ownPid: 9);
        memory.Remember([Locked(7)]);
        memory.Remember([Locked(7)]);

        Assert.Empty(memory.Successions([Locked(7)], [s_old]));
    }

    [Fact]
    public void Successions_CollidingFiles_ProveNothing()
    {
        var memory = new SegmentMemory(ownPid: 9);
        memory.Remember([Locked(7).Tie(qt => qt with { KeyFile = QtKeyFileState.Colliding })]);
        memory.Remember([Locked(8)]);

        Assert.Empty(memory.Successions([Locked(8)], [s_old, s_new]));
    }

    private static SegmentRow Left(int pid, DateTimeOffset time) => Qt("share").Facts(facts => facts with
    {
        AttachCount = 0, SystemV = facts.SystemV! with { LastDetachUtc = time, LastOperator = new ProcessRef(pid, null, false) },
    });

    private static SegmentRow Locked(int set) => Qt("share").Status(status => status with { SemaphoreId = set });

    private static SegmentRow Removed(int shmId) => SystemV(shmId, 0).Facts(facts => facts with { SystemV = facts.SystemV! with { MarkedForRemoval = true } });

    [Fact]
    public void LostFiles_NameOfAnotherFile_IsLostAtOnceAndSinceThen()
    {
        var memory = new SegmentMemory(ownPid: 9);
        var old = Unlinked("cam0", 7, [new Attachment(Player, 0x1000, 4096, 0, true), new Attachment(Player, 0x9000, 4096, 0, true)]);

        Assert.Equal(Noon, Assert.Single(memory.LostFiles([Posix("cam0")], [old], Noon)).LostUtc);
        var later = Assert.Single(memory.LostFiles([Posix("cam0")], [old], Noon.AddMinutes(1)));

        Assert.Equal(("cam0", Noon, SegmentId.MemFd(Player.Pid, 7)), (later.Name, later.LostUtc, later.Memory));
        Assert.Equal([Player], later.Users);
        Assert.Empty(memory.LostFiles([Posix("cam0")], [], Noon.AddMinutes(2)));
    }

    [Theory]
    [InlineData(1, false)]  // taken away as soon as all had opened it
    [InlineData(60, true)]
    public void LostFiles_NameTakenAway_IsALossWhereItStoodForAWhile(int seconds, bool lost)
    {
        var memory = new SegmentMemory(ownPid: 9);
        var row = Posix("cam0") with { Attached = [Player], Facts = Posix("cam0").Facts with { FileIdentity = (1, 7) } };
        var file = Unlinked("cam0", 7, [new Attachment(Player, 0x1000, 4096, 0, true)]);
        memory.LostFiles([row], [], Noon);

        Assert.Equal(lost ? 1 : 0, memory.LostFiles([], [file], Noon.AddSeconds(seconds)).Length);
    }

    [Fact]
    public void LastMapped_NobodyMapsItAnyMore_IsWhenSomebodyDid()
    {
        var memory = new SegmentMemory(ownPid: 9);
        var row = Posix("cam0") with { Attached = [Player], Facts = Posix("cam0").Facts with { FileIdentity = (1, 7) } };
        memory.LastMapped([row], Noon);

        Assert.Equal(Noon, memory.LastMapped([row with { Attached = [] }], Noon.AddMinutes(1))[row.Id]);
        Assert.Empty(memory.LastMapped([row with { Attached = [], Facts = row.Facts with { FileIdentity = (1, 8) } }], Noon.AddMinutes(2)));
    }

    [Fact]
    public void LostFiles_NeverSeenWithAName_AndSemaphores_AreNone()
    {
        var memory = new SegmentMemory(ownPid: 9);

        Assert.Empty(memory.LostFiles([], [Unlinked(".org.chromium.x", 7, []), Unlinked("sem.Ab3", 8, [])], Noon));
    }

    private static UnnamedMemory Unlinked(string name, long inode, ImmutableArray<Attachment> attachments) =>
        new(SegmentIdentity.OfFile((1, inode)), UnnamedOrigin.Unlinked, name, attachments, []);
}
