using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.Web.Hosting;

namespace ShmDashboard.Web.Tests.Hosting;

public sealed class HeapThriftTests
{
    private const long MiB = 1 << 20;

    private readonly HeapThrift _thrift = new();
    private DateTimeOffset _now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void IsDue_LittleMemory_Never()
    {
        Assert.False(IsDue(100));
        Pass(3600);
        Assert.False(IsDue(100));
    }

    [Fact]
    public void IsDue_MuchMemory_OnceNothingHasBeenWatchedForAWhile()
    {
        Assert.False(IsDue(300));
        Pass(9);
        Assert.False(IsDue(300));
        Pass(1);
        Assert.True(IsDue(300));
    }

    [Fact]
    public void IsDue_Watched_Never_AndTheWhileBeginsAnew()
    {
        IsDue(300);
        Pass(3600);
        Assert.False(IsDue(900, isWatched: true));
        Assert.False(IsDue(900));
        Pass(10);
        Assert.True(IsDue(900));
    }

    [Fact]
    public void IsDue_AgainAndAgainForNothing_EverMoreRarelyUntilSomethingIsWatched()
    {
        IsDue(300);
        Pass(10);
        Collect(300, 299);
        Pass(31);
        Assert.True(IsDue(300));
        Collect(300, 299);
        Pass(31);
        Assert.False(IsDue(300));
        Pass(30);
        Assert.True(IsDue(300));
        Collect(300, 299);

        IsDue(300, isWatched: true);
        IsDue(300);
        Pass(10);
        Assert.True(IsDue(300));
    }

    [Fact]
    public void OwnBytes_OfThisProcess_AreAPartOfWhatIsResident() =>
        Assert.InRange(OwnMemory.PrivateBytes()!.Value, MiB, Environment.WorkingSet);

    private bool IsDue(long mebibytes, bool isWatched = false) => _thrift.IsDue(mebibytes * MiB, isWatched, _now);

    private void Collect(long before, long after) => _thrift.Collected(before * MiB, after * MiB, _now);

    private void Pass(double seconds) => _now += TimeSpan.FromSeconds(seconds);
}
