using ShmDashboard.Monitoring.Sampling;

namespace ShmDashboard.Tests.Monitoring.Sampling;

public sealed class UpdateRateTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void At_NotWatchedLongEnough_IsNotKnown()
    {
        var rate = new UpdateRate();
        rate.Start(s_start);
        rate.Count(s_start);

        Assert.Null(rate.At(s_start.AddMilliseconds(499)));
    }

    [Fact]
    public void At_ThirtyChangesASecond_IsThirty()
    {
        var rate = new UpdateRate();
        rate.Start(s_start);
        for (int i = 0; i < 150; i++)
            rate.Count(s_start.AddSeconds(i / 30.0));

        Assert.Equal(30, rate.At(s_start.AddSeconds(149 / 30.0))!.Value, 0.6);
    }

    [Fact]
    public void At_NothingForTwoSeconds_IsZero()
    {
        var rate = new UpdateRate();
        rate.Start(s_start);
        rate.Count(s_start);

        Assert.Equal(0, rate.At(s_start.AddSeconds(2.1)));
    }

    [Fact]
    public void Stop_ForgetsThatItWasWatched()
    {
        var rate = new UpdateRate();
        rate.Start(s_start);
        rate.Stop();

        Assert.Null(rate.At(s_start.AddSeconds(10)));
    }
}
