namespace ShmDashboard.Monitoring.Running;

/// <summary>
/// Keeps a loop alive: what goes wrong in one round is reported, once in a row for the same message, and the next round
/// comes as if nothing had been. A dashboard that stopped looking and went on showing would lie. Thread-safe.
/// </summary>
internal sealed class Resilience(Action<Exception>? report)
{
    private string? _lastMessage;

    /// <summary>Runs one round; false when it failed.</summary>
    public bool Try(Action round)
    {
        try
        {
            round();
            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Report(error);
            return false;
        }
    }

    /// <summary>Reports a failure that was caught elsewhere.</summary>
    public void Report(Exception error)
    {
        if (Interlocked.Exchange(ref _lastMessage, error.Message) != error.Message)
            report?.Invoke(error);
    }
}
