namespace ShmDashboard.Monitoring.Sampling;

/// <summary>
/// When the next frame may come at the earliest, by how the last ones came: looking before that is in vain, and half of what watching
/// a steady writer costs. Believed only of eight frames in a row, and by the shortest time between two of them, so that a writer
/// that becomes faster is followed within some frames. Not thread-safe; time is passed in.
/// </summary>
internal sealed class FramePeriod
{
    /// <summary>The part of the shortest period that is not looked in.</summary>
    private const double Quiet = 0.65;

    /// <summary>A pause of the writer: what came before it says nothing any more.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(150);

    private readonly TimeSpan[] _last = new TimeSpan[8];
    private long _count;
    private DateTimeOffset _changedUtc;

    /// <summary>The content changed at this moment, as far as known; the same moment again is the same change.</summary>
    public void Note(DateTimeOffset? changedUtc)
    {
        if (changedUtc is not { } changed || changed == _changedUtc)
            return;
        var period = changed - _changedUtc;
        _count = period > TimeSpan.Zero && period <= s_longest ? _count + 1 : 0;
        if (_count > 0)
            _last[(int)(_count % _last.Length)] = period;
        _changedUtc = changed;
    }

    /// <summary>How long no frame is expected from now on; zero or less when one may come at any moment.</summary>
    public TimeSpan QuietFor(DateTimeOffset now) =>
        _count < _last.Length ? TimeSpan.Zero : _changedUtc + (Quiet * _last.Min()) - now;
}
