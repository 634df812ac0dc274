using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Qt;
using static ShmDashboard.Tests.Monitoring.ScriptedRows;

namespace ShmDashboard.Tests.Monitoring.Health;

public sealed class SegmentMemoryTests
{
    private static readonly SemaphoreSetRow s_old = new(0x51000007, 7, 1, 1000, Noon, Noon);
    private static readonly SemaphoreSetRow s_new = new(0x51000008, 8, 1, 1000, Noon, Noon);

    [Fact]
    public void FormerNames_KeyTakenAway_KnowsWhatItWas()
    {
        var memory = new SegmentMemory();
        memory.Remember([Qt("share")]);

        var names = memory.FormerNames([Removed(98309), Removed(98400)]);

        Assert.Equal("share", Assert.Single(names).Value);
    }

    [Fact]
    public void FormerNames_GoneMeanwhile_IsForgotten()
    {
        var memory = new SegmentMemory();
        memory.Remember([Qt("share")]);

        memory.FormerNames([]);

        Assert.Empty(memory.FormerNames([Removed(98309)]));
    }

    [Fact]
    public void Successions_LockMadeAnewWhileTheOldOneLives_IsTold()
    {
        var memory = new SegmentMemory();
        memory.Remember([Locked(7)]);
        memory.Remember([Locked(8)]);

        var succession = Assert.Single(memory.Successions([Locked(8)], [s_old, s_new]));

        Assert.Equal((7, 8, "share"), (succession.Old.Id, succession.New.Id, succession.Name));
    }

    [Fact]
    public void Successions_OldSetRemoved_IsForgottenForGood()
    {
        var memory = new SegmentMemory();
        memory.Remember([Locked(7)]);
        memory.Remember([Locked(8)]);

        Assert.Empty(memory.Successions([Locked(8)], [s_new]));
        Assert.Empty(memory.Successions([Locked(8)], [s_old, s_new]));
    }

    [Fact]
    public void Successions_OneLockAllTheTime_IsNone()
    {
        var memory = new SegmentMemory();
        memory.Remember([Locked(7)]);
        memory.Remember([Locked(7)]);

        Assert.Empty(memory.Successions([Locked(7)], [s_old]));
    }

    [Fact]
    public void Successions_CollidingFiles_ProveNothing()
    {
        var memory = new SegmentMemory();
        memory.Remember([Locked(7).Tie(qt => qt with { KeyFile = QtKeyFileState.Colliding })]);
        memory.Remember([Locked(8)]);

        Assert.Empty(memory.Successions([Locked(8)], [s_old, s_new]));
    }

    private static SegmentRow Locked(int set) => Qt("share").Status(status => status with { SemaphoreId = set });

    private static SegmentRow Removed(int shmId) => SystemV(shmId, 0).Facts(facts => facts with { MarkedForRemoval = true });
}
