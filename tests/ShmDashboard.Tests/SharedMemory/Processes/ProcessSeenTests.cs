using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Tests.SharedMemory.Processes;

public sealed class ProcessSeenTests
{
    private static readonly DateTimeOffset s_started = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly ProcessSeen s_seen = new(4312, "player", "album", Alive: true, s_started);

    [Theory]
    [InlineData(-2)]
    [InlineData(0)]
    [InlineData(3600)]
    public void At_WhenItLived_IsIt(int seconds) =>
        Assert.Equal(new ProcessRef(4312, "player", Alive: true), s_seen.At(s_started.AddSeconds(seconds)));

    [Fact]
    public void At_BeforeItStarted_IsWhoeverHadThePidBeforeAndIsDead() =>
        Assert.Equal(new ProcessRef(4312, "album", Alive: false), s_seen.At(s_started.AddSeconds(-2.01)));

    [Fact]
    public void At_NoMomentOrNoStart_IsIt()
    {
        Assert.True(s_seen.At(DateTimeOffset.MaxValue).Alive);
        Assert.True((s_seen with { StartedUtc = null }).At(s_started.AddDays(-1)).Alive);
    }
}
