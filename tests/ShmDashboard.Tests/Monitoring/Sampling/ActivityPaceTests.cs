using ShmDashboard.Monitoring.Activity;
using ShmDashboard.Monitoring.Sampling;

namespace ShmDashboard.Tests.Monitoring.Sampling;

public sealed class ActivityPaceTests
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Looked_NothingEverChanges_StaysAtOnceASecond()
    {
        var pace = new ActivityPace();

        pace.Looked(changed: false, s_start);

        Assert.Equal(s_start + ActivityPace.Longest, pace.DueUtc);
    }

    [Fact]
    public void SoonUtc_IsAQuarterOfTheIntervalBefore()
    {
        var pace = new ActivityPace();

        pace.Looked(changed: false, s_start);

        Assert.Equal(s_start + ActivityPace.Longest * 0.75, pace.SoonUtc);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(55)]
    public void Looked_ChangesSteadily_CountsThemAll(double rate)
    {
        var pace = new ActivityPace();
        var now = s_start;
        long last = 0;
        int counted = 0;
        // It finds its pace within some seconds; then ten seconds are counted.
        while (now < s_start.AddSeconds(20))
        {
            long written = (long)((now - s_start).TotalSeconds * rate);
            bool changed = written != last;
            last = written;
            counted += changed && now >= s_start.AddSeconds(10) ? 1 : 0;
            pace.Looked(changed, now);
            now = pace.DueUtc;
        }

        Assert.InRange(counted / 10.0, rate * 0.8, rate * 1.05);
    }

    [Fact]
    public void Looked_StandsStillAgain_GrowsCalm()
    {
        var pace = new ActivityPace();
        var now = s_start;
        for (int i = 0; i < 20; i++)
            pace.Looked(changed: true, now);
        Assert.Equal(ActivityPace.Shortest, pace.Interval);

        for (int i = 0; i < 60; i++)
            pace.Looked(changed: false, now);

        Assert.Equal(ActivityPace.Longest, pace.Interval);
    }
}
