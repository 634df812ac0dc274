using System.Collections.Immutable;
using ShmDashboard.Monitoring.Running;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.Monitoring.Segments;

namespace ShmDashboard.Monitoring.Activity;

/// <summary>
/// Counts the changes of segments that somebody has in sight or sorts by, without watching them: one loop for all, within a
/// budget. What cannot be read without attaching is left alone. Thread-safe.
/// </summary>
/// <param name="trackers">All trackers there are.</param>
/// <param name="time">The clock.</param>
/// <param name="resilience">Keeps the loop alive.</param>
internal sealed class ActivitySampler(Func<IReadOnlyList<SegmentTracker>> trackers, TimeProvider time, Resilience resilience)
{
    /// <summary>The most of one core that all the looking may cost.</summary>
    private const double MaxShare = 0.03;

    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(8);

    private readonly Wakeup _wakeup = new(time);
    private ImmutableArray<ActivityInterest> _interests = [];
    private bool _isMeasuring;
    private int _next;

    /// <summary>Counts the changes of these, as long as the result is not disposed.</summary>
    public ActivityInterest Measure()
    {
        ActivityInterest? interest = null;
        interest = new ActivityInterest(() => ImmutableInterlocked.Update(ref _interests, list => list.Remove(interest!)));
        ImmutableInterlocked.Update(ref _interests, list => list.Add(interest));
        _wakeup.Wake();
        return interest;
    }

    /// <summary>Looks until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var rest = Timeout.InfiniteTimeSpan;
        while (!cancellationToken.IsCancellationRequested)
        {
            await _wakeup.SleepAsync(rest, cancellationToken).ConfigureAwait(false);
            long started = time.GetTimestamp();
            bool any = false;
            resilience.Try(() => any = LookOnce(started));
            var cost = time.GetElapsedTime(started);
            rest = !any ? Timeout.InfiniteTimeSpan : cost / MaxShare > s_tick ? cost / MaxShare : s_tick;
        }
    }

    /// <summary>One round; whether anything is of interest at all.</summary>
    private bool LookOnce(long started)
    {
        var interests = _interests;
        if (interests.IsEmpty && !_isMeasuring)
            return false;
        _isMeasuring = !interests.IsEmpty;
        var wanted = interests.Length == 1 ? interests[0].Ids : [.. interests.SelectMany(interest => interest.Ids)];
        var all = trackers();
        var now = time.GetUtcNow();
        // The round goes on where the last one's time was up.
        for (int i = 0; i < all.Count; i++)
        {
            var tracker = all[(_next + i) % all.Count];
            tracker.IsMeasured = wanted.Contains(tracker.Id);
            if (!tracker.IsMeasured || tracker.ActivityDueUtc > now)
                continue;
            tracker.LookAtActivity(now);
            if (time.GetElapsedTime(started) > s_tick / 2)
            {
                _next = (_next + i + 1) % all.Count;
                break;
            }
        }

        return _isMeasuring;
    }
}
