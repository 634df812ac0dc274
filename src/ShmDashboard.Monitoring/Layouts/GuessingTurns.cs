using ShmDashboard.Monitoring.Running;
using ShmDashboard.Monitoring.Sampling;

namespace ShmDashboard.Monitoring.Layouts;

/// <summary>
/// Guessing takes some tenths of a second of one core: one segment at a time has its turn, away from the loops that look at
/// segments. Thread-safe.
/// </summary>
internal sealed class GuessingTurns(Resilience resilience)
{
    private readonly Lock _gate = new();
    private Task _last = Task.CompletedTask;

    /// <summary>Runs work when its turn comes; failures are reported.</summary>
    public void Enqueue(Action work)
    {
        lock (_gate)
            _last = _last.ContinueWith(_ => resilience.Try(work), TaskScheduler.Default);
    }
}
