using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using ShmDashboard.Monitoring.Running;

namespace ShmDashboard.Tests.Monitoring;

/// <summary>Loops rest on one thread, which does what follows itself unless others would wait for it.</summary>
public sealed class RestingThreadTests : IDisposable
{
    private static readonly TimeSpan s_little = TimeSpan.FromMilliseconds(0.1), s_much = TimeSpan.FromSeconds(1), s_patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rest_NobodyElseRests_GoesOnOnTheThread()
    {
        var resting = new RestingThread(TimeProvider.System, _stop.Token);

        Assert.Equal("Looks", await AfterRest(resting, 5, s_much));
    }

    [Fact]
    public async Task Rest_IsNotShorterThanAsked()
    {
        var resting = new RestingThread(TimeProvider.System, _stop.Token);
        long started = Stopwatch.GetTimestamp();

        await resting.RestAsync(TimeSpan.FromMilliseconds(50), s_little).WaitAsync(s_patience, Cancel);

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 50, s_patience.TotalMilliseconds);
    }

    [Fact]
    public async Task Rest_WhatFollowsIsLongAndAnotherIsDue_GoesOnInThePool()
    {
        var resting = new RestingThread(TimeProvider.System, _stop.Token);
        var first = AfterRest(resting, 40, s_much);
        var second = AfterRest(resting, 60, s_much);

        Assert.NotEqual("Looks", await first);
        Assert.Equal("Looks", await second);
    }

    [Fact]
    public async Task Rest_WhatFollowsIsShort_GoesOnOnTheThread_WhoeverElseIsDue()
    {
        var resting = new RestingThread(TimeProvider.System, _stop.Token);

        string?[] threads = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AfterRest(resting, 40, s_little)));

        Assert.All(threads, name => Assert.Equal("Looks", name));
    }

    [Fact]
    public async Task Rest_EarlierThanAllOthers_IsNotSleptThrough()
    {
        var resting = new RestingThread(TimeProvider.System, _stop.Token);
        var late = resting.RestAsync(TimeSpan.FromMinutes(10), s_little);
        await resting.RestAsync(TimeSpan.FromMilliseconds(10), s_little).WaitAsync(s_patience, Cancel);

        await resting.RestAsync(TimeSpan.FromMilliseconds(1), s_little).WaitAsync(s_patience, Cancel);

        Assert.False(late.IsCompleted);
    }

    [Fact]
    public async Task Rest_Stopped_IsCancelled_AndSoAreLaterOnes()
    {
        var resting = new RestingThread(TimeProvider.System, _stop.Token);
        var rest = resting.RestAsync(TimeSpan.FromMinutes(10), s_little);

        await _stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rest.WaitAsync(s_patience, Cancel));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => resting.RestAsync(TimeSpan.FromMinutes(10), s_little));
    }

    [Fact]
    public async Task Rest_AnotherClock_GoesByThatClock()
    {
        var time = new FakeTimeProvider();
        var rest = new RestingThread(time, _stop.Token).RestAsync(TimeSpan.FromMinutes(10), s_little);
        Assert.False(rest.IsCompleted);

        time.Advance(TimeSpan.FromMinutes(10));

        await rest.WaitAsync(s_patience, Cancel);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private static async Task<string?> AfterRest(RestingThread resting, int milliseconds, TimeSpan next)
    {
        await resting.RestAsync(TimeSpan.FromMilliseconds(milliseconds), next).ConfigureAwait(false);
        return Thread.CurrentThread.Name;
    }
}
