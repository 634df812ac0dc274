namespace ShmDashboard.Web.Hosting;

/// <summary>
/// Logs looks that failed unexpectedly. The first begins before there is a host that could log: what it tells waits. Thread-safe.
/// </summary>
internal sealed class LookReports
{
    private const int MaxWaiting = 16;

    private readonly Lock _gate = new();
    private readonly List<(Type Who, Exception Error)> _waiting = [];
    private ILoggerFactory? _loggers;

    /// <summary>A look failed.</summary>
    public void Report(Type who, Exception error)
    {
        lock (_gate)
        {
            if (_loggers is null)
            {
                if (_waiting.Count < MaxWaiting)
                    _waiting.Add((who, error));
                return;
            }
        }

        Log.LookFailed(_loggers.CreateLogger(who), error);
    }

    /// <summary>Logs there from now on, and what was reported before.</summary>
    public void LogTo(ILoggerFactory loggers)
    {
        lock (_gate)
            _loggers = loggers;
        foreach (var (who, error) in _waiting)
            Log.LookFailed(loggers.CreateLogger(who), error);
        _waiting.Clear();
    }
}
