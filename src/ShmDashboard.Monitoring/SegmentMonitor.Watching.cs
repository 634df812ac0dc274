using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring;

/// <summary>Segments that somebody watches: one sampler each, however many watch.</summary>
public sealed partial class SegmentMonitor
{
    private static readonly Task s_never = new TaskCompletionSource().Task;

    private async Task SampleWhileWatchedAsync(SegmentTracker tracker, SegmentId id, CancellationToken cancellationToken)
    {
        var pace = new SamplingPace(_options);
        try
        {
            while (!cancellationToken.IsCancellationRequested && !EndsUnwatched(tracker))
            {
                long started = _time.GetTimestamp();
                // Asked for before looking: whoever begins to wait meanwhile is not slept through.
                var demand = tracker.MayBeLookedAtOften ? tracker.Demand : s_never;
                var status = ReadStatus.Failed;
                var depth = pace.DepthOf(tracker.ChangedUtc, _time.GetUtcNow());
                _resilience.Try(() => status = SampleOnce(tracker, id, depth));
                var cost = _time.GetElapsedTime(started);

                var after = new PaceAfter(status == ReadStatus.Gone, tracker.WantsQuickRetry,
                    tracker.IsAwaited && tracker.MayBeLookedAtOften, tracker.ChangedUtc);
                await RestAsync(pace.After(cost, after, _time.GetUtcNow()), after, demand, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    /// <summary>Rests between two looks; less long when somebody begins to wait for what changes all the time.</summary>
    private async Task RestAsync(TimeSpan pause, PaceAfter after, Task demand, CancellationToken cancellationToken)
    {
        var rest = Task.Delay(pause, _time, cancellationToken);
        if (pause > _options.LiveInterval && !after.Missing && !after.IsAwaited && SamplingPace.IsLive(after.ChangedUtc, _time.GetUtcNow()))
            await Task.WhenAny(rest, demand).ConfigureAwait(false);
        else
            await rest.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    // Decided under the lock under which viewers are counted in: either the loop goes on, or the next viewer starts a new one.
    private bool EndsUnwatched(SegmentTracker tracker)
    {
        lock (_trackersLock)
            return tracker.TryEndSampling() && _samplers.TryRemove(tracker, out _);
    }

    private ReadStatus SampleOnce(SegmentTracker tracker, SegmentId id, LookDepth depth)
    {
        var status = tracker.Sample(keepBytes: true, depth);
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
        return tracker.Sample(keepBytes: true, LookDepth.Sampled);
    }

    private void StopWatching(SegmentTracker tracker)
    {
        tracker.RemoveWatcher();
        if (!tracker.IsWatched && tracker.Row is null or { Gone: true })
            RequestSweep();
    }
}
