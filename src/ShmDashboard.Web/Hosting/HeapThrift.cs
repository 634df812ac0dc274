namespace ShmDashboard.Web.Hosting;

/// <summary>
/// When to give memory back. Copies of large pictures are short-lived and lie among the large objects, of which the collector lets
/// hundreds of megabytes come together on a machine that has gigabytes free, and which it keeps when it has collected them: right for
/// a machine's main program, not for a guest on it. All threads stand still meanwhile, and so it is left alone while anything is
/// watched. Not thread-safe.
/// </summary>
internal sealed class HeapThrift
{
    /// <summary>So much of our own memory is nobody's trouble: it is what lists of thousands need.</summary>
    public const long ComfortableBytes = 128 << 20;

    /// <summary>What has to have come of it for looking soon again.</summary>
    private const long WorthWhileBytes = 24 << 20;

    /// <summary>Who goes from page to page is not gone.</summary>
    private static readonly TimeSpan s_calm = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_firstPatience = TimeSpan.FromSeconds(30), s_longestPatience = TimeSpan.FromMinutes(16);

    private DateTimeOffset? _calmSinceUtc;
    private DateTimeOffset _collectedUtc;
    private TimeSpan _patience;

    /// <summary>Whether to collect now.</summary>
    /// <param name="ownBytes">Memory that is ours alone.</param>
    /// <param name="isWatched">Whether anything is watched.</param>
    /// <param name="now">The moment.</param>
    public bool IsDue(long ownBytes, bool isWatched, DateTimeOffset now)
    {
        if (isWatched)
        {
            (_calmSinceUtc, _patience) = (null, TimeSpan.Zero);
            return false;
        }

        _calmSinceUtc ??= now;
        return ownBytes >= ComfortableBytes && now - _calmSinceUtc >= s_calm && now - _collectedUtc >= _patience;
    }

    /// <summary>It was done; where nothing came of it, the next is ever later.</summary>
    /// <param name="before">Memory that was ours alone before.</param>
    /// <param name="after">And is now.</param>
    /// <param name="now">The moment.</param>
    public void Collected(long before, long after, DateTimeOffset now)
    {
        var later = before - after >= WorthWhileBytes ? s_firstPatience : 2 * _patience;
        _patience = later < s_firstPatience ? s_firstPatience : later > s_longestPatience ? s_longestPatience : later;
        _collectedUtc = now;
    }
}
