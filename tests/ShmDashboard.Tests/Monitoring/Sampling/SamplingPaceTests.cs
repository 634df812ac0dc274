using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Sampling;

namespace ShmDashboard.Tests.Monitoring.Sampling;

public sealed class SamplingPaceTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_justNow = s_now.AddMilliseconds(-20);
    private static readonly MonitorOptions s_options = new();

    [Fact]
    public void After_ChangingAndAwaited_IsTheLiveInterval() => Assert.Equal(
        TimeSpan.FromMilliseconds(3.5), Pause(cost: 0.5, new PaceAfter(false, false, IsAwaited: true, s_justNow)));

    [Fact]
    public void After_SteadyWriter_LooksAgainShortlyBeforeItsNextFrame()
    {
        var pace = new SamplingPace(s_options);
        var now = s_now;
        for (int frame = 0; frame < 10; frame++, now = now.AddMilliseconds(frame % 2 == 0 ? 32 : 36))
            pace.After(TimeSpan.Zero, new PaceAfter(false, false, IsAwaited: true, now), now);
        var last = now.AddMilliseconds(-32);

        Assert.Equal(0.65 * 32 - 4, pace.After(TimeSpan.Zero, new PaceAfter(false, false, IsAwaited: true, last), last.AddMilliseconds(4)).TotalMilliseconds, 0.01);
        Assert.Equal(s_options.LiveInterval, pace.After(TimeSpan.Zero, new PaceAfter(false, false, IsAwaited: true, last), last.AddMilliseconds(20)));
    }

    [Theory]
    [InlineData(new[] { 32, 32, 32, 32, 32, 5, 32, 32, 32 })] // now and then two at once
    [InlineData(new[] { 32, 32, 32, 32 })] // not met for long enough
    [InlineData(new[] { 32, 32, 32, 32, 32, 32, 32, 32, 32, 400 })] // it had stopped
    public void After_UnsteadyWriter_LooksAtFullRate(int[] periods)
    {
        var pace = new SamplingPace(s_options);
        var now = s_now;
        foreach (int period in periods)
        {
            now = now.AddMilliseconds(period);
            pace.After(TimeSpan.Zero, new PaceAfter(false, false, IsAwaited: true, now), now);
        }

        Assert.Equal(s_options.LiveInterval, pace.After(TimeSpan.Zero, new PaceAfter(false, false, IsAwaited: true, now), now));
    }

    [Fact]
    public void After_ChangingAndDear_TakesHalfACore() => Assert.Equal(
        TimeSpan.FromMilliseconds(6), Pause(cost: 6, new PaceAfter(false, false, IsAwaited: true, s_justNow)));

    [Fact]
    public void After_ChangingButNobodyWaits_IsTheSampleInterval() => Assert.Equal(
        s_options.SampleInterval - TimeSpan.FromMilliseconds(6), Pause(cost: 6, new PaceAfter(false, false, IsAwaited: false, s_justNow)));

    [Theory]
    [InlineData(0.1, 33.2)]
    [InlineData(2, 100)]
    [InlineData(20, 250)]
    public void After_StandingStill_CostsItsShareOnly(double cost, double expected) => Assert.Equal(
        expected, Pause(cost, new PaceAfter(false, false, IsAwaited: true, s_now.AddSeconds(-3))).TotalMilliseconds, 0.1);

    [Theory]
    [InlineData(1, 33, 34)]
    [InlineData(20, 66, 134)]
    [InlineData(100, 183, 317)]
    public void After_ManyStandStill_ShareWhatOneMayCost(int watched, double least, double most) => Assert.InRange(
        Still(s_now, watched).TotalMilliseconds, least, most);

    [Fact]
    public void After_ManyStandStill_LooksAtThemTogether()
    {
        int[] begun = [0, 1, 7, 12, 20];

        var dues = begun.Select(ms => s_now.AddMilliseconds(ms)).Select(now => now + Still(now, watched: 20));

        Assert.InRange(dues.Distinct().Count(), 1, 2);
    }

    [Fact]
    public void After_OneOfManyChanges_IsTheLiveInterval() => Assert.Equal(
        TimeSpan.FromMilliseconds(3.5),
        new SamplingPace(s_options).After(TimeSpan.FromMilliseconds(0.5), new(false, false, IsAwaited: true, s_justNow), s_now, watched: 100));

    [Fact]
    public void After_MissingForLong_LooksAtLeisure()
    {
        var pace = new SamplingPace(s_options);
        var missing = new PaceAfter(Missing: true, false, IsAwaited: true, s_justNow);

        Assert.Equal(s_options.SampleInterval, pace.After(TimeSpan.Zero, missing, s_now));
        Assert.Equal(s_options.MaxIdleInterval, pace.After(TimeSpan.Zero, missing, s_now.AddSeconds(2.1)));
    }

    [Fact]
    public void After_NoTimeLeft_StillPauses() => Assert.Equal(
        TimeSpan.FromMilliseconds(1), Pause(0.4, new PaceAfter(false, false, IsAwaited: true, s_justNow), new() { LiveInterval = TimeSpan.FromMilliseconds(1) }));

    [Fact]
    public void DepthOf_Changing_GlancesBetweenCloserLooks()
    {
        var pace = new SamplingPace(s_options);

        Assert.Equal(LookDepth.Sampled, pace.DepthOf(s_justNow, s_now));
        Assert.Equal(LookDepth.Glance, pace.DepthOf(s_justNow, s_now.AddMilliseconds(4)));
        Assert.Equal(LookDepth.Sampled, pace.DepthOf(s_justNow, s_now.AddMilliseconds(34)));
        Assert.Equal(LookDepth.Sampled, pace.DepthOf(s_now.AddSeconds(-5), s_now.AddMilliseconds(35)));
    }

    private static TimeSpan Still(DateTimeOffset now, int watched) => new SamplingPace(s_options).After(
        TimeSpan.FromMilliseconds(0.1), new(false, false, IsAwaited: true, s_now.AddSeconds(-3)), now, watched);

    private static TimeSpan Pause(double cost, PaceAfter after, MonitorOptions? options = null) =>
        new SamplingPace(options ?? s_options).After(TimeSpan.FromMilliseconds(cost), after, s_now);
}
