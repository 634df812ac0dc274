using ShmDashboard.Monitoring.Watching;

namespace ShmDashboard.Tests.Monitoring.Sampling;

public sealed class SweepAllowanceTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SweepAllowance _allowance = new(TimeSpan.FromSeconds(1));

    [Fact]
    public void TryTake_TheFirstFewTimes_AtOnce() =>
        Assert.Equal([true, true, true, true, false], Enumerable.Range(0, 5).Select(_ => _allowance.TryTake(s_start)));

    [Fact]
    public void TryTake_AHundredTimesASecond_OnceASecondInTheLongRun()
    {
        int taken = Enumerable.Range(0, 1000).Count(look => _allowance.TryTake(s_start.AddMilliseconds(10 * look)));

        Assert.InRange(taken, 13, 14);
    }

    [Fact]
    public void TryTake_AfterAPause_AtOnceAgain_ButNoMoreThanAtFirst()
    {
        for (int i = 0; i < 10; i++)
            _allowance.TryTake(s_start);

        int taken = Enumerable.Range(0, 10).Count(_ => _allowance.TryTake(s_start.AddMinutes(5)));

        Assert.Equal(4, taken);
    }

    [Fact]
    public void TryTake_TheClockWasSetBack_GivesNothingForIt()
    {
        for (int i = 0; i < 4; i++)
            _allowance.TryTake(s_start);

        Assert.False(_allowance.TryTake(s_start.AddHours(-1)));
        Assert.True(_allowance.TryTake(s_start.AddHours(-1).AddSeconds(1)));
    }
}
