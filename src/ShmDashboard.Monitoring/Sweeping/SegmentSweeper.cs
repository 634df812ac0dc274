using System.Collections.Immutable;
using ShmDashboard.Monitoring.Running;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Locks;
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
    private readonly TrackerRoll _roll = new(registry);
    private readonly List<SegmentTracker> _undecided = [];
    private readonly List<SegmentTracker> _toPeek = [];
    private readonly ArrivalPatience _arrivals = new(2 * Tick, context.Options.SweepInterval);
    private bool _requested = true;
    private bool _arrived;
    private int _nextPeek;
    private bool _isPeeking;
    private int _unnamedShown;

    private bool IsPeeking => Volatile.Read(ref _isPeeking);

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
            else
                context.Resilience.Try(GoOn);
            await Task.Delay(Tick, context.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var due = DueIn(Volatile.Read(ref _arrived));
            if (due > TimeSpan.Zero && !list.IsDirty && !IsPeeking)
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

    // Contents that are still to be looked into do not call for looking around again: at the start that are thousands.
    private void GoOn()
    {
        if (IsPeeking)
        {
            lock (_sweeping)
                Peek_NeedsSweeping();
        }

        if (list.IsDirty)
            list.Publish();
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
        var now = context.Time.GetUtcNow();
        _undecided.Clear();
        _toPeek.Clear();
        _nextPeek = 0;
        _roll.Begin(all);
        for (int i = 0; i < all.Length; i++)
        {
            var swept = Take_NeedsSweeping(i, all[i], askedAt, now, sources);
            if (swept.LockNeedsSecondLook)
                _undecided.Add(swept.Tracker);
            if (swept.NeedsPeek || swept.LockNeedsSecondLook)
                _toPeek.Add(swept.Tracker);
        }

        foreach (var tracker in _roll.End())
            registry.Miss(tracker, askedAt);
        if (_undecided.Count > 0)
            LookAtUndecidedLocksAgain_NeedsSweeping();
        Peek_NeedsSweeping();
    }

    private SweptTracker Take_NeedsSweeping(
        int index, SegmentFacts facts, long askedAt, DateTimeOffset now, LockSources sources)
    {
        var users = UsersOf(facts);
        if (_roll.Find(index) is { } known)
        {
            var swept = known.Take(facts, users, askedAt, now, sources);
            if (_roll.IsCurrent)
                return swept;
        }

        var tracker = registry.Update(facts, askedAt, _ => users);
        _roll.Set(index, tracker);
        return tracker.Take(facts, users, askedAt, now, sources);
    }

    private ImmutableArray<Attachment> UsersOf(SegmentFacts facts) =>
        attachments.Current.Of(facts) is { IsEmpty: false } scanned ? scanned : context.LikelyAttachments(facts);

    private void LookAtUndecidedLocksAgain_NeedsSweeping()
    {
        SecondLook.Pause(context.Time);
        var now = context.Time.GetUtcNow();
        foreach (var tracker in _undecided)
        {
            if (tracker.LockNeedsSecondLook)
                tracker.LookAtLock(now);
        }
    }

    /// <summary>Looks into segments that nobody watches, for as long as the budget lasts; the rest has its turn with the next tick.</summary>
    private void Peek_NeedsSweeping()
    {
        long started = context.Time.GetTimestamp();
        while (_nextPeek < _toPeek.Count)
        {
            var tracker = _toPeek[_nextPeek++];
            if (!tracker.NeedsPeek)
                continue;
            tracker.Sample(keepBytes: false, LookDepth.Whole);
            if (context.Time.GetElapsedTime(started) > context.Options.PeekBudget)
                break;
        }

        Volatile.Write(ref _isPeeking, _nextPeek < _toPeek.Count);
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
