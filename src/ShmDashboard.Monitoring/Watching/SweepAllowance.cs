namespace ShmDashboard.Monitoring.Watching;

/// <summary>
/// How often a watched segment that comes and goes may ask for the list to look around. Some programs make theirs anew hundreds of times
/// a second, and each sweep lists the directories in which they make and remove their key files, which they wait for: after the first
/// few, the regular sweep does. One for each segment; not thread-safe; time is passed in.
/// </summary>
/// <param name="refill">The time in which one more is allowed.</param>
internal sealed class SweepAllowance(TimeSpan refill)
{
    private const double Most = 4;

    private double _left = Most;
    private DateTimeOffset _countedUtc;

    /// <summary>Whether it may ask now; then it has.</summary>
    public bool TryTake(DateTimeOffset now)
    {
        // A clock that was set back gives nothing.
        _left = Math.Min(Most, _left + Math.Max(0, (now - _countedUtc) / refill));
        _countedUtc = now;
        if (_left < 1)
            return false;
        _left--;
        return true;
    }
}
