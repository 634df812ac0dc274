using System.Collections.Immutable;
using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Running;

namespace ShmDashboard.Web.Tests.Fakes;

/// <summary>A health monitor that finds what a test tells it to find. Thread-safe.</summary>
internal sealed class FakeHealthMonitor : IHealthMonitor
{
    private event Action? Changed;

    public ImmutableArray<Finding> Current { get; private set; } = [];

    public DateTimeOffset? ExaminedUtc { get; private set; }

    public Surroundings Surroundings { get; set; } = Surroundings.None;

    /// <summary>How often somebody asked for an examination.</summary>
    public int Examinations { get; private set; }

    /// <summary>What the next examinations that are asked for fail with.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Finds this from now on, and tells everybody.</summary>
    public void Find(DateTimeOffset examined, params Finding[] findings)
    {
        Current = [.. findings];
        ExaminedUtc = examined;
        Changed?.Invoke();
    }

    public IDisposable Subscribe(Action changed)
    {
        Changed += changed;
        return new Subscription(() => Changed -= changed);
    }

    public Task<ImmutableArray<Finding>> ExamineAsync(CancellationToken cancellationToken)
    {
        Examinations++;
        return Failure is { } failure ? Task.FromException<ImmutableArray<Finding>>(failure) : Task.FromResult(Current);
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
