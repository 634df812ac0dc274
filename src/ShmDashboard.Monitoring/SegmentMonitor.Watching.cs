using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring;

/// <summary>Segments that somebody watches: one sampler each, however many watch.</summary>
public sealed partial class SegmentMonitor
{
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_quickRetry = TimeSpan.FromMilliseconds(5);

    private async Task SampleWhileWatchedAsync(SegmentTracker tracker, SegmentId id, CancellationToken cancellationToken)
    {
        var missingSince = default(DateTimeOffset?);
        try
        {
            while (!cancellationToken.IsCancellationRequested && !EndsUnwatched(tracker))
            {
                long started = _time.GetTimestamp();
                var status = ReadStatus.Failed;
                _resilience.Try(() => status = SampleOnce(tracker, id));
                var cost = _time.GetElapsedTime(started);

                missingSince = status == ReadStatus.Gone ? missingSince ?? _time.GetUtcNow() : null;
                var pause = tracker.WantsQuickRetry ? s_quickRetry : PauseAfter(cost, missingSince);
                // Timers count whole milliseconds, cut: less than one would be no pause at all, and this loop a spin.
                await Task.Delay(pause < s_shortestPause ? s_shortestPause : pause, _time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    // Decided under the lock under which viewers are counted in: either the loop goes on, or the next viewer starts a new one.
    private bool EndsUnwatched(SegmentTracker tracker)
    {
        lock (_trackersLock)
            return tracker.TryEndSampling() && _samplers.TryRemove(tracker, out _);
    }

    private ReadStatus SampleOnce(SegmentTracker tracker, SegmentId id)
    {
        var status = tracker.Sample(keepBytes: true, trustHints: true);
        if (status != ReadStatus.Gone)
            return status;

        // Gone, or made anew: Qt programs do that with every picture of another size.
        long askedAt = _time.GetTimestamp();
        var facts = _catalog.Find(tracker.Row?.Facts.Id ?? id) ?? _catalog.Find(id);
        bool wasThere = tracker.Row is { Gone: false };
        tracker.Update(facts, facts is null ? [] : _context.LikelyAttachments(facts), askedAt);
        if (facts is null)
        {
            if (wasThere)
                RequestSweep();
            return ReadStatus.Gone;
        }

        RequestSweep();
        return tracker.Sample(keepBytes: true, trustHints: true);
    }

    /// <summary>The next look is in one interval, later if looking is dear, and later still if there is nothing to look at.</summary>
    private TimeSpan PauseAfter(TimeSpan cost, DateTimeOffset? missingSince)
    {
        if (missingSince is { } since && _time.GetUtcNow() - since > TimeSpan.FromSeconds(2))
            return _options.MaxIdleInterval;
        var affordable = cost / _options.MaxIdleShare;
        return affordable < _options.SampleInterval ? _options.SampleInterval - cost
            : affordable < _options.MaxIdleInterval ? affordable
            : _options.MaxIdleInterval;
    }

    private void StopWatching(SegmentTracker tracker)
    {
        tracker.RemoveWatcher();
        if (!tracker.IsWatched && tracker.Row is null or { Gone: true })
            RequestSweep();
    }
}
