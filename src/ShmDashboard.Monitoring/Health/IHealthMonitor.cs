using System.Collections.Immutable;

namespace ShmDashboard.Monitoring.Health;

/// <summary>
/// What is wrong with this machine's segments. The seam between what is examined and what is shown:
/// <see cref="HealthMonitor"/> in production, a scripted one in component tests. Thread-safe.
/// </summary>
public interface IHealthMonitor
{
    /// <summary>The newest findings, the gravest first. Reading them costs nothing.</summary>
    ImmutableArray<Finding> Current { get; }

    /// <summary>What there is beside segments, as of the same moment.</summary>
    Surroundings Surroundings { get; }

    /// <summary>When they were made; null before the first examination.</summary>
    DateTimeOffset? ExaminedUtc { get; }

    /// <summary>
    /// Calls back when the findings or their evidence changed, and after the first examination. From a worker thread; the
    /// handler must only schedule work. Dispose to stop.
    /// </summary>
    IDisposable Subscribe(Action changed);

    /// <summary>Looks around and examines now.</summary>
    Task<ImmutableArray<Finding>> ExamineAsync(CancellationToken cancellationToken);
}
