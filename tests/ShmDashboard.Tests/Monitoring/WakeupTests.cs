using Microsoft.Extensions.Time.Testing;
using ShmDashboard.Monitoring.Running;

namespace ShmDashboard.Tests.Monitoring;

public sealed class WakeupTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();
    private readonly Wakeup _wakeup;

    public WakeupTests() => _wakeup = new Wakeup(_time);

    private static CancellationToken Never => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SleepAsync_Woken_EndsAtOnce()
    {
        var sleep = _wakeup.SleepAsync(Timeout.InfiniteTimeSpan, Never);
        Assert.False(sleep.IsCompleted);

        _wakeup.Wake();

        await sleep.WaitAsync(s_patience, Never);
    }

    [Fact]
    public async Task SleepAsync_WokenBefore_DoesNotSleep_ButOnlyOnce()
    {
        _wakeup.Wake();
        _wakeup.Wake();

        await _wakeup.SleepAsync(Timeout.InfiniteTimeSpan, Never).WaitAsync(s_patience, Never);

        Assert.False(_wakeup.SleepAsync(Timeout.InfiniteTimeSpan, Never).IsCompleted);
    }

    [Fact]
    public async Task SleepAsync_NotWoken_EndsInTime()
    {
        var sleep = _wakeup.SleepAsync(TimeSpan.FromSeconds(1), Never);
        _time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.False(sleep.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(0.1));

        await sleep.WaitAsync(s_patience, Never);
    }

    [Fact]
    public async Task SleepAsync_WokenBeforeItsTime_LeavesTheNextAlone()
    {
        var sleep = _wakeup.SleepAsync(TimeSpan.FromSeconds(1), Never);
        _wakeup.Wake();
        await sleep.WaitAsync(s_patience, Never);

        var next = _wakeup.SleepAsync(TimeSpan.FromSeconds(5), Never);
        _time.Advance(TimeSpan.FromSeconds(4));

        Assert.False(next.IsCompleted);
    }

    [Fact]
    public async Task SleepAsync_Cancelled_EndsWithoutException()
    {
        using var stopping = new CancellationTokenSource();
        var sleep = _wakeup.SleepAsync(Timeout.InfiniteTimeSpan, stopping.Token);

        await stopping.CancelAsync();

        await sleep.WaitAsync(s_patience, Never);
    }

    [Fact]
    public async Task SleepAsync_TimeIsOver_DoesNotSleep() =>
        await _wakeup.SleepAsync(TimeSpan.FromMilliseconds(-5), Never).WaitAsync(s_patience, Never);
}
