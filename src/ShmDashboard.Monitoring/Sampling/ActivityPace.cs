namespace ShmDashboard.Monitoring.Sampling;

/// <summary>
/// How often one segment is looked at to count its changes: once a second while it stands still; when it changes, ever more
/// often until most looks find no change, so that none is missed. Not thread-safe; time is passed in.
/// </summary>
internal sealed class ActivityPace
{
    /// <summary>The shortest time between two looks: counts up to some 60 changes a second.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(8);

    /// <summary>The longest.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private const int CalmLooks = 4;

    private int _sinceChange;

    /// <summary>Time between two looks.</summary>
    public TimeSpan Interval { get; private set; } = Longest;

    /// <summary>When it is to be looked at next.</summary>
    public DateTimeOffset DueUtc { get; private set; }

    /// <summary>From when on it may be looked at with others that are due.</summary>
    public DateTimeOffset SoonUtc { get; private set; }

    /// <summary>It was looked at.</summary>
    /// <param name="changed">Whether it was another than before.</param>
    /// <param name="now">The time.</param>
    public void Looked(bool changed, DateTimeOffset now)
    {
        if (changed && _sinceChange < 2)
            Interval = Interval / 2 > Shortest ? Interval / 2 : Shortest;
        _sinceChange = changed ? 0 : _sinceChange + 1;
        if (_sinceChange >= CalmLooks)
        {
            Interval = Interval * 1.5 < Longest ? Interval * 1.5 : Longest;
            _sinceChange = CalmLooks / 2;
        }

        DueUtc = now + Interval;
        SoonUtc = now + (Interval * 0.75);
    }
}
