using System.Collections.Immutable;
using ShmDashboard.Monitoring.Running;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Sweeping;

/// <summary>
/// Looks around: which segments there are, who has them mapped, their locks, and, where the kernel's facts hint at a change, into
/// those that nobody watches. One sweep at a time, whoever asks. Thread-safe.
/// </summary>
/// <param name="context">What all trackers share.</param>
/// <param name="registry">The trackers.</param>
/// <param name="attachments">Who has what mapped.</param>
/// <param name="locks">What the kernel tells of locks.</param>
/// <param name="list">Told what was found.</param>
/// <param name="wakeup">Wakes the loop when there is something to do.</param>
internal sealed class SegmentSweeper(
    SamplingContext context, SegmentRegistry registry, AttachmentScans attachments, LockSourceReader locks, CurrentList list,
    Wakeup wakeup)
{
    /// <summary>How often a changed list is published at the most, and so how quickly a sweep can be asked for.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly Lock _sweeping = new();
    private readonly ArrivalPatience _arrivals = new(2 * Tick, context.Options.SweepInterval);
    private bool _requested = true;
    private bool _arrived;
    private int _unnamedShown;

    private bool IsUnnamedShown => Volatile.Read(ref _unnamedShown) > 0;

    /// <summary>A sweep is made with the next tick.</summary>
    public void Request()
    {
        Volatile.Write(ref _requested, true);
        wakeup.Wake();
    }

    /// <summary>Memory without a name is listed for one more, or one less.</summary>
    public void ShowUnnamed(bool show)
    {
        if (show)
            Interlocked.Increment(ref _unnamedShown);
        else
            Interlocked.Decrement(ref _unnamedShown);
        Request();
    }

    /// <summary>Sweeps regularly, and when there is reason to, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var arrivals = PosixArrivals.TryWatch(() =>
        {
            Volatile.Write(ref _arrived, true);
            wakeup.Wake();
        });
        while (!cancellationToken.IsCancellationRequested)
        {
            bool arrived = Volatile.Read(ref _arrived);
            if (DueIn(arrived) <= TimeSpan.Zero)
                context.Resilience.Try(() => SweepFor(arrived));
            else if (list.IsDirty)
                context.Resilience.Try(() => list.Publish());
            await Task.Delay(Tick, context.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var due = DueIn(Volatile.Read(ref _arrived));
            if (due > TimeSpan.Zero && !list.IsDirty)
                await wakeup.SleepAsync(due, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>How long until a sweep is due, as far as is known now.</summary>
    private TimeSpan DueIn(bool arrived)
    {
        if (Volatile.Read(ref _requested))
            return TimeSpan.Zero;
        var age = context.Time.GetUtcNow() - list.Value.SweptUtc;
        // A clock that was set back must not keep us waiting.
        return age < TimeSpan.Zero ? TimeSpan.Zero : (arrived ? _arrivals.Patience : context.Options.SweepInterval) - age;
    }

    /// <summary>Sweeps now, and publishes what was found.</summary>
    public void Sweep()
    {
        SweepOutcome outcome;
        lock (_sweeping)
            outcome = Sweep_NeedsSweeping();
        list.Publish(outcome);
    }

    private void SweepFor(bool arrived)
    {
        Volatile.Write(ref _arrived, false);
        var before = list.Value.Rows;
        Sweep();
        if (arrived)
            _arrivals.Looked(somethingCame: !SegmentList.HaveSameSegments(before, list.Value.Rows));
    }

    private SweepOutcome Sweep_NeedsSweeping()
    {
        Volatile.Write(ref _requested, false);
        bool unnamed = IsUnnamedShown;
        long started = context.Time.GetTimestamp();
        string? problem = null;
        try
        {
            Look_NeedsSweeping(unnamed);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The last good rows stay, marked as such; the next sweep tries again.
            problem = error.Message;
            if (error is not (IOException or UnauthorizedAccessException))
                context.Resilience.Report(error);
        }

        return new SweepOutcome
        {
            SweptUtc = context.Time.GetUtcNow(),
            Duration = context.Time.GetElapsedTime(started),
            Problem = problem,
            ListsUnnamed = unnamed,
            Attachments = attachments.Current,
        };
    }

    private void Look_NeedsSweeping(bool unnamed)
    {
        long askedAt = context.Time.GetTimestamp();
        attachments.Include(unnamed);
        var all = context.Catalog.Sweep(WantedUnnamed(unnamed));
        attachments.Follow(all, unnamed);
        var sources = locks.ReadForAll(all, attachments.Current.Unnamed, attachments.Current.Of);
        var semaphores = context.Locks.ListSemaphores();
        var now = context.Time.GetUtcNow();
        var seen = new HashSet<SegmentTracker>(all.Length);
        bool undecided = false;
        foreach (var facts in all)
        {
            var tracker = registry.Update(facts, askedAt, _ => UsersOf(facts));
            seen.Add(tracker);
            tracker.LookAtLock(now, semaphores);
            tracker.LookAtOtherLocks(sources, now);
            undecided |= tracker.LockNeedsSecondLook;
        }

        foreach (var tracker in registry.All())
        {
            if (!seen.Contains(tracker))
                registry.Miss(tracker, askedAt);
        }

        if (undecided)
            LookAtUndecidedLocksAgain(seen);
        Peek(seen);
    }

    private ImmutableArray<Attachment> UsersOf(SegmentFacts facts) =>
        attachments.Current.Of(facts) is { IsEmpty: false } scanned ? scanned : context.LikelyAttachments(facts);

    private void LookAtUndecidedLocksAgain(HashSet<SegmentTracker> seen)
    {
        SecondLook.Pause(context.Time);
        var now = context.Time.GetUtcNow();
        foreach (var tracker in seen)
        {
            if (tracker.LockNeedsSecondLook)
                tracker.LookAtLock(now);
        }
    }

    /// <summary>Looks into segments that nobody watches, for as long as the budget lasts; the rest has its turn next time.</summary>
    private void Peek(HashSet<SegmentTracker> seen)
    {
        long started = context.Time.GetTimestamp();
        foreach (var tracker in seen)
        {
            if (!tracker.NeedsPeek)
                continue;
            tracker.Sample(keepBytes: false, LookDepth.Whole);
            if (context.Time.GetElapsedTime(started) > context.Options.PeekBudget)
            {
                Request();
                return;
            }
        }
    }

    /// <summary>All of it while somebody asks for it; else what somebody watches, and where somebody waits.</summary>
    private Func<SegmentIdentity, bool>? WantedUnnamed(bool all)
    {
        if (all)
            return static _ => true;
        var watched = registry.All().Where(tracker => tracker.IsWatched)
            .Select(tracker => tracker.Row?.Facts).Where(facts => facts?.Unnamed is not null).Select(facts => facts!.Identity).ToHashSet();
        watched.UnionWith(locks.WaitedUnnamed);
        return watched.Count > 0 ? watched.Contains : null;
    }
}
