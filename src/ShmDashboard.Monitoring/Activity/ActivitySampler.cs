using System.Collections.Immutable;
using ShmDashboard.Monitoring.Running;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.Monitoring.Segments;

namespace ShmDashboard.Monitoring.Activity;

/// <summary>
/// Counts the changes of segments that somebody has in sight or sorts by, without watching them: one loop for all, within a
/// budget. What cannot be read without attaching is left alone. Thread-safe.
/// </summary>
/// <param name="trackers">All trackers there are; the same array while they are the same.</param>
/// <param name="time">The clock.</param>
/// <param name="resilience">Keeps the loop alive.</param>
internal sealed class ActivitySampler(Func<ImmutableArray<SegmentTracker>> trackers, TimeProvider time, Resilience resilience)
{
    /// <summary>The most of one core that all the looking may cost.</summary>
    private const double MaxShare = 0.03;

    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(8);

    private readonly Wakeup _wakeup = new(time);
    private ImmutableArray<ActivityInterest> _interests = [];
    private ImmutableArray<SegmentTracker> _all = [];
    private SegmentTracker[] _measured = [];
    private bool _hasOthers;
    private int _next;

    /// <summary>Counts the changes of these, as long as the result is not disposed.</summary>
    public ActivityInterest Measure()
    {
        ActivityInterest? interest = null;
        interest = new ActivityInterest(ChooseAnew, () =>
        {
            ImmutableInterlocked.Update(ref _interests, list => list.Remove(interest!));
            ChooseAnew();
        });
        ImmutableInterlocked.Update(ref _interests, list => list.Add(interest));
        ChooseAnew();
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
            DateTimeOffset? due = null;
            resilience.Try(() => due = LookOnce(started));
            var cost = time.GetElapsedTime(started);
            rest = due is null ? Timeout.InfiniteTimeSpan
                : new[] { s_tick, cost / MaxShare, due.Value - time.GetUtcNow() }.Max();
        }
    }

    /// <summary>One round, of all that are due or soon will be; when the next one is, or null if nothing is of interest at all.</summary>
    private DateTimeOffset? LookOnce(long started)
    {
        Choose();
        if (_measured.Length == 0)
            return _interests.IsEmpty ? null : time.GetUtcNow() + ActivityPace.Longest;
        var now = time.GetUtcNow();
        var due = now + ActivityPace.Longest;
        // The round goes on where the last one's time was up.
        for (int i = 0; i < _measured.Length; i++)
        {
            var tracker = _measured[(_next + i) % _measured.Length];
            if (tracker.ActivitySoonUtc <= now)
            {
                if (time.GetElapsedTime(started) > s_tick / 2)
                {
                    _next = (_next + i) % _measured.Length;
                    return now;
                }

                tracker.LookAtActivity(now);
            }

            due = tracker.ActivityDueUtc < due ? tracker.ActivityDueUtc : due;
        }

        return due;
    }

    private void ChooseAnew()
    {
        Volatile.Write(ref _hasOthers, true);
        _wakeup.Wake();
    }

    // Of thousands a few are of interest, mostly the same as in the round before.
    private void Choose()
    {
        bool hasOthers = Interlocked.Exchange(ref _hasOthers, false);
        var all = trackers();
        if (!hasOthers && all == _all)
            return;
        _all = all;
        var wanted = _interests.SelectMany(interest => interest.Ids).ToHashSet();
        foreach (var tracker in all)
            tracker.IsMeasured = wanted.Contains(tracker.Id);
        _measured = [.. all.Where(tracker => tracker.IsMeasured)];
    }
}
