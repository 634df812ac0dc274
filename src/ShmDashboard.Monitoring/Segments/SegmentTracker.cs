using System.Collections.Immutable;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>
/// Everything remembered about one segment: facts, lock, content, who watches. It outlives the segment while somebody
/// watches, so that a segment made anew under its name goes on being watched with growing sequence numbers. Thread-safe: one look
/// at a time, under its <see cref="SamplingGate"/>.
/// </summary>
internal sealed class SegmentTracker : ISegmentInterest
{
    private readonly SamplingContext _context;
    private readonly SegmentState _state;
    private readonly SamplingGate _gate;
    private readonly LockFollower _locks;
    private readonly ContentFollower _content;
    private readonly ActivityFollower _activity;
    private readonly LeftBehind _leftBehind;
    private readonly UpdateRate _rate = new();
    private int _watchers;
    private int _laneViewers;
    private bool _isSampled;
    private bool _isMeasured;
    private long _askedAt;
    private (SegmentFacts? Facts, AttachmentMap? Scan) _told;

    /// <param name="id">What it is watched as.</param>
    /// <param name="context">What all trackers share.</param>
    /// <param name="lastSequence">The last sequence number ever given under this name, so that none repeats.</param>
    /// <param name="askedAt">Timestamp from before the kernel was asked for it: what was asked before that cannot tell that it is not there.</param>
    public SegmentTracker(SegmentId id, SamplingContext context, long lastSequence, long askedAt)
    {
        Id = id;
        _askedAt = askedAt;
        _context = context;
        _state = new SegmentState(context);
        _gate = new SamplingGate(_state);
        _locks = new LockFollower(context, _state);
        Lane = new SegmentLane(context, () => Row, () => Volatile.Read(ref _laneViewers) > 0);
        _content = new ContentFollower(context, _state, _gate, _locks, Lane, _rate, this, lastSequence);
        _activity = new ActivityFollower(context, _state, _rate);
        _leftBehind = new LeftBehind(context);
    }

    /// <summary>What it is watched as; a Qt key once it is known.</summary>
    public SegmentId Id { get; private set; }

    /// <summary>What is known of it now: rows and frames, and who waits for them.</summary>
    public SegmentState State => _state;

    /// <inheritdoc cref="SegmentState.Row"/>
    public SegmentRow? Row => _state.Shown;

    /// <inheritdoc cref="ContentFollower.LastSequence"/>
    public long LastSequence => _content.LastSequence;

    /// <summary>The time line of its lock.</summary>
    public SegmentLane Lane { get; }

    /// <inheritdoc/>
    public bool IsWatched => Volatile.Read(ref _watchers) > 0;

    /// <inheritdoc/>
    public bool IsMeasured
    {
        get => Volatile.Read(ref _isMeasured);
        set
        {
            if (Volatile.Read(ref _isMeasured) == value)
                return;
            Volatile.Write(ref _isMeasured, value);
            if (!value)
                ForgetActivity();
        }
    }

    /// <summary>When its samples are to be looked at next.</summary>
    public DateTimeOffset ActivityDueUtc => _activity.DueUtc;

    /// <inheritdoc cref="ActivityPace.SoonUtc"/>
    public DateTimeOffset ActivitySoonUtc => _activity.SoonUtc;

    /// <summary>The processes that have it mapped, as far as known.</summary>
    public IEnumerable<int> AttachedPids => Attachments.Select(attachment => attachment.Process.Pid).Distinct();

    /// <inheritdoc cref="SegmentState.Attachments"/>
    public ImmutableArray<Attachment> Attachments => _state.Attachments;

    /// <inheritdoc cref="ContentFollower.MayBeLookedAtOften"/>
    public bool MayBeLookedAtOften => _content.MayBeLookedAtOften;

    /// <inheritdoc cref="ContentFollower.WantsQuickRetry"/>
    public bool WantsQuickRetry => _content.WantsQuickRetry;

    /// <inheritdoc cref="ContentFollower.WriterIsAtIt"/>
    public bool WriterIsAtIt => _content.WriterIsAtIt;

    /// <summary>When the content last changed, as far as it was seen.</summary>
    public DateTimeOffset? ChangedUtc => Row?.LastChangeUtc;

    /// <summary>Whether the lock was held when last read, but not yet long enough to be called so.</summary>
    public bool LockNeedsSecondLook
    {
        get
        {
            using (_gate.Enter())
                return _locks.NeedsSecondLook;
        }
    }

    /// <summary>Whether something hints that an unwatched segment's content is not what was last seen.</summary>
    public bool NeedsPeek
    {
        get
        {
            using (_gate.Enter())
                return NeedsPeek_NeedsGate();
        }
    }

    /// <inheritdoc cref="ContentFollower.ContinueAfter"/>
    public void ContinueAfter(long sequence) => _content.ContinueAfter(sequence);

    /// <summary>Takes the facts of a sweep; null when the segment is not there any more.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="attachments">Who has it mapped.</param>
    /// <param name="askedAt">
    /// Timestamp from before the kernel was asked. What was asked before the newest known is ignored: a sweep's list grows
    /// old while it is worked through, and the segment may have been looked at, or made anew, meanwhile.
    /// </param>
    /// <returns>Whether they were taken.</returns>
    public bool Update(SegmentFacts? facts, ImmutableArray<Attachment> attachments, long askedAt)
    {
        using (_gate.Enter())
            return Update_NeedsGate(facts, attachments, askedAt);
    }

    /// <summary>
    /// A sweep's whole look, which holds the gate once for all of it: <see cref="Update"/>, <see cref="LookAtLock"/> and
    /// <see cref="LookAtOtherLocks"/>.
    /// </summary>
    /// <param name="facts">The facts.</param>
    /// <param name="attachments">Who has it mapped.</param>
    /// <param name="askedAt">Timestamp from before the kernel was asked.</param>
    /// <param name="now">The moment.</param>
    /// <param name="sources">What the kernel tells of locks.</param>
    public SweptTracker Take(
        SegmentFacts facts, ImmutableArray<Attachment> attachments, long askedAt, DateTimeOffset now, LockSources sources)
    {
        using (_gate.Enter())
        {
            Update_NeedsGate(facts, attachments, askedAt);
            if (Row is { Gone: false } row)
                _locks.Look(row, now, sources.Semaphores);
            if (Row is { Gone: false } looked)
                _locks.LookAtOthers(looked, sources, now);
            return new SweptTracker(this, _locks.NeedsSecondLook, NeedsPeek_NeedsGate());
        }
    }

    /// <summary>Reads the lock and, where it seems held, reads it again: one look cannot tell a hold from an attach.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="semaphores">The POSIX semaphores there are, where all segments are looked at.</param>
    public void LookAtLock(DateTimeOffset now, SemaphoreNames? semaphores = null)
    {
        using (_gate.Enter())
        {
            if (Row is { Gone: false } row)
                _locks.Look(row, now, semaphores);
        }
    }

    /// <summary>Looks at locks inside the segment, on its file and beside it.</summary>
    public void LookAtOtherLocks(LockSources sources, DateTimeOffset now)
    {
        using (_gate.Enter())
        {
            if (Row is { Gone: false } row)
                _locks.LookAtOthers(row, sources, now);
        }
    }

    /// <summary>Counts changes since the last look; watched segments count theirs themselves.</summary>
    public void LookAtActivity(DateTimeOffset now)
    {
        using (_gate.Enter())
        {
            if (!IsWatched && Row is { Gone: false } row)
                _activity.Look(row, now);
            else
                _activity.Pass(now);
        }
    }

    /// <inheritdoc cref="ContentFollower.Sample"/>
    public ReadStatus Sample(bool keepBytes, LookDepth depth)
    {
        using (_gate.Enter())
            return _content.Sample(keepBytes, depth);
    }

    /// <summary>
    /// The newest frame with its bytes, looked at now unless that was done within <paramref name="maxAge"/> and by the layouts
    /// that there are now.
    /// </summary>
    public FrameLease? Lease(TimeSpan maxAge)
    {
        using (_gate.Enter())
        {
            if (_content.Bytes is null || _context.Time.GetUtcNow() - _content.SampledUtc > maxAge ||
                (Row is { } known && _content.HasOtherLayouts(known)))
                _content.Sample(keepBytes: true, LookDepth.Whole);
            if (Row is not { Frame: not null, Gone: false } row || _content.Bytes is not { } buffer || !buffer.TryShare())
                return null;
            if (!IsWatched)
                _content.Forget();
            return new FrameLease(row, buffer.Bytes, buffer.Release);
        }
    }

    /// <summary>
    /// Counts a viewer in; true when a sampler has to be started: there is one as long as somebody watches, and never two.
    /// Called under the lock that guards counting in.
    /// </summary>
    public bool AddWatcher()
    {
        Interlocked.Increment(ref _watchers);
        _content.Large.Keep();
        if (_isSampled)
            return false;
        _isSampled = true;
        return true;
    }

    /// <summary>Whether the sampler may end, because nobody watches any more. Called under the lock that guards counting in.</summary>
    public bool TryEndSampling()
    {
        if (IsWatched)
            return false;
        _isSampled = false;
        return true;
    }

    /// <summary>Counts a viewer out; after the last the bytes are dropped.</summary>
    public void RemoveWatcher()
    {
        if (Interlocked.Decrement(ref _watchers) > 0)
            return;
        using (_gate.Enter())
        {
            if (IsWatched)
                return;
            _content.Forget();
            _content.Large.LetGo();
            // Who has it in sight only goes on with the count.
            _activity.Forget();
            if (!IsMeasured)
                _activity.ForgetRate();
        }
    }

    /// <summary>One more looks at the time line, or one less.</summary>
    public void CountLaneViewer(bool more)
    {
        if (!more)
            Interlocked.Decrement(ref _laneViewers);
        else if (Interlocked.Increment(ref _laneViewers) == 1)
            _context.LaneSampler.Watch(Lane);
    }

    /// <summary>The bytes' memory goes back; the tracker is not used any more.</summary>
    public void Retire()
    {
        using (_gate.Enter())
            _content.Forget();
    }

    private void ForgetActivity()
    {
        using (_gate.Enter())
        {
            _activity.Forget();
            if (!IsWatched)
                _activity.ForgetRate();
        }
    }

    private bool NeedsPeek_NeedsGate() => Row is { Gone: false } row && !IsWatched && _content.IsOutdated(row);

    private bool Update_NeedsGate(SegmentFacts? facts, ImmutableArray<Attachment> attachments, long askedAt)
    {
        if (askedAt < _askedAt)
            return false;
        _askedAt = askedAt;
        bool isNew = IsNew_NeedsGate(facts, attachments);
        if (facts is null)
            Miss_NeedsGate();
        else if (isNew)
            Publish_NeedsGate(facts, attachments);
        return true;
    }

    private void Miss_NeedsGate()
    {
        if (Row is { Gone: false } there)
            _state.Publish(there with { Gone = true, Attached = [], Lock = LockStatus.None, OtherLocks = [], UpdatesPerSecond = null });
    }

    // Of thousands most sweeps tell what the last one told, in the very same objects.
    private bool IsNew_NeedsGate(SegmentFacts? facts, ImmutableArray<Attachment> attachments)
    {
        var (before, scan) = (_told, _context.Attachments());
        _told = (facts, scan);
        return facts is null || !ReferenceEquals(facts, before.Facts) || !ReferenceEquals(scan, before.Scan) || attachments != Attachments ||
            IsWatched || IsMeasured || Row is not { Gone: false } row || row.HeldByDashboard != _context.IsHeld(facts.Id);
    }

    private void Publish_NeedsGate(SegmentFacts facts, ImmutableArray<Attachment> attachments)
    {
        Id = facts.Id;
        _state.Attachments = attachments;
        var before = Row;
        bool madeAnew = before is null || before.Gone || before.Facts.Identity != facts.Identity;
        if (madeAnew)
        {
            _leftBehind.Reset();
            _locks.Reset();
            _content.Reset();
        }

        // Whoever watches is shown both at once, and not the content of before in a segment that it does not fit.
        bool isResized = !madeAnew && IsWatched && before!.Facts.SizeBytes != facts.SizeBytes;
        if (isResized)
            _state.HoldBack();
        _state.Publish((before ?? new SegmentRow { Facts = facts }) with
        {
            Facts = Steady.Facts(before?.Facts, facts),
            Family = ReferenceEquals(facts, before?.Facts) ? before.Family : SegmentFamilies.Of(facts),
            Attached = Steady.Array(before?.Attached ?? [], attachments.Select(attachment => attachment.Process).DistinctBy(process => process.Pid)),
            HeldByDashboard = _context.IsHeld(facts.Id),
            Stale = _leftBehind.Judge(facts, attachments, before is { Stale: true }),
            Gone = false,
            ReadProblem = madeAnew ? null : before!.ReadProblem,
            UpdatesPerSecond = IsWatched ? _rate.At(_context.Time.GetUtcNow()) : IsMeasured ? before?.UpdatesPerSecond : null,
        });
        if (isResized)
            LookAtResized_NeedsGate();
    }

    private void LookAtResized_NeedsGate()
    {
        try
        {
            _content.Sample(keepBytes: true, LookDepth.Whole);
        }
        finally
        {
            _state.LetGo();
        }
    }
}
