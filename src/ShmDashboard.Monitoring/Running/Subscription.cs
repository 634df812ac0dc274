namespace ShmDashboard.Monitoring.Running;

/// <summary>Ends a subscription once, however often it is disposed.</summary>
internal sealed class Subscription(Action end) : IDisposable
{
    private Action? _end = end;

    public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
}
