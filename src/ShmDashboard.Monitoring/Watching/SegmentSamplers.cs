using System.Collections.Concurrent;
using ShmDashboard.Monitoring.Running;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Watching;

/// <summary>Segments that somebody watches: a loop for each, however many watch. Thread-safe.</summary>
/// <param name="context">What all trackers share.</param>
/// <param name="registry">The trackers.</param>
/// <param name="requestSweep">Called when a sweep would find something else than the last.</param>
/// <param name="stopping">Ends all loops.</param>
internal sealed class SegmentSamplers(SamplingContext context, SegmentRegistry registry, Action requestSweep, CancellationToken stopping)
{
    private static readonly Task s_never = new TaskCompletionSource().Task;

    private readonly ConcurrentDictionary<SegmentTracker, Task> _loops = new();
    private readonly RestingThread _resting = new(context.Time, stopping);

    /// <summary>How many run.</summary>
    public int Count => _loops.Count;

    /// <summary>One more watches a segment, from now on and whether it is there or not.</summary>
    public SegmentTracker Begin(SegmentId id) =>
        registry.Watch(id, context.Time.GetTimestamp(), tracker => _loops[tracker] = Task.Run(() => RunAsync(tracker, id)));

    /// <summary>One less watches it.</summary>
    public void End(SegmentTracker tracker)
    {
        tracker.RemoveWatcher();
        if (!tracker.IsWatched && tracker.Row is null or { Gone: true })
            requestSweep();
    }

    /// <summary>Ends when all loops have, which they do when told to stop.</summary>
    public Task WhenStopped() => Task.WhenAll(_loops.Values);

    private async Task RunAsync(SegmentTracker tracker, SegmentId id)
    {
        var pace = new SamplingPace(context.Options);
        var sweeps = new SweepAllowance(context.Options.SweepInterval);
        var expected = TimeSpan.Zero;
        try
        {
            while (!stopping.IsCancellationRequested && !registry.TryEndSampling(tracker, ended => _loops.TryRemove(ended, out _)))
            {
                long started = context.Time.GetTimestamp();
                // Asked for before looking: whoever begins to wait meanwhile is not slept through.
                var demand = tracker.MayBeLookedAtOften ? tracker.State.Demand : s_never;
                var status = ReadStatus.Failed;
                var depth = pace.DepthOf(tracker.ChangedUtc, context.Time.GetUtcNow());
                context.Resilience.Try(() => status = SampleOnce(tracker, id, depth, sweeps));
                var cost = context.Time.GetElapsedTime(started);
                // Looks that find nothing new are between those that read all of it.
                expected = cost > expected ? cost : (expected * 7 / 8) + (cost / 8);

                var after = new PaceAfter(status == ReadStatus.Gone, tracker.WantsQuickRetry,
                    tracker.State.IsAwaited && tracker.MayBeLookedAtOften, tracker.ChangedUtc, tracker.WriterIsAtIt);
                await RestAsync(pace.After(cost, after, context.Time.GetUtcNow(), _loops.Count), expected, after, demand).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    /// <summary>Rests between two looks; less long when somebody begins to wait for what changes all the time.</summary>
    private async Task RestAsync(TimeSpan pause, TimeSpan next, PaceAfter after, Task demand)
    {
        var rest = _resting.RestAsync(pause, next);
        if (pause > context.Options.LiveInterval && !after.Missing && !after.IsAwaited &&
            SamplingPace.IsLive(after.ChangedUtc, context.Time.GetUtcNow()))
        {
            await Task.WhenAny(rest, demand).ConfigureAwait(false);
        }
        else
        {
            await rest.ConfigureAwait(false);
        }

        stopping.ThrowIfCancellationRequested();
    }

    private ReadStatus SampleOnce(SegmentTracker tracker, SegmentId id, LookDepth depth, SweepAllowance sweeps)
    {
        var status = tracker.Sample(keepBytes: true, depth);
        if (status != ReadStatus.Gone)
            return status;

        // Gone, or of another size, or made anew: Qt programs do that with every picture of another size.
        long askedAt = context.Time.GetTimestamp();
        var facts = context.Catalog.Find(tracker.Row?.Facts.Id ?? id) ?? context.Catalog.Find(id);
        bool wasThere = tracker.Row is { Gone: false };
        registry.Renew(tracker, facts, facts is null ? [] : context.LikelyAttachments(facts), askedAt);
        if (facts is null)
        {
            if (wasThere && sweeps.TryTake(context.Time.GetUtcNow()))
                requestSweep();
            return ReadStatus.Gone;
        }

        if (sweeps.TryTake(context.Time.GetUtcNow()))
            requestSweep();
        return tracker.Sample(keepBytes: true, LookDepth.Sampled);
    }
}
