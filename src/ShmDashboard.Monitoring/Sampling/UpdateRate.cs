namespace ShmDashboard.Monitoring.Sampling;

/// <summary>Content changes a second over the last two seconds. Not thread-safe; time is passed in.</summary>
internal sealed class UpdateRate
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(2);
    private readonly Queue<DateTimeOffset> _changes = new();
    private DateTimeOffset? _watchedSince;

    /// <summary>Begins to count: before this nothing is known, and a rate would be a lie.</summary>
    public void Start(DateTimeOffset now) => _watchedSince ??= now;

    /// <summary>Forgets everything: nobody watches any more.</summary>
    public void Stop()
    {
        _watchedSince = null;
        _changes.Clear();
    }

    public void Count(DateTimeOffset now)
    {
        _changes.Enqueue(now);
        Trim(now);
    }

    /// <summary>Changes a second; null in the first half second of watching.</summary>
    public double? At(DateTimeOffset now)
    {
        Trim(now);
        if (_watchedSince is not { } since || now - since < s_window / 4)
            return null;
        var span = now - since < s_window ? now - since : s_window;
        return _changes.Count / span.TotalSeconds;
    }

    private void Trim(DateTimeOffset now)
    {
        while (_changes.TryPeek(out var oldest) && now - oldest > s_window)
            _changes.Dequeue();
    }
}
