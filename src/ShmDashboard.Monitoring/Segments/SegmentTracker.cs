using System.Collections.Immutable;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Layouts;
using ShmDashboard.Monitoring.Occupancy;
using ShmDashboard.Monitoring.Running;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>
/// Everything remembered about one segment: facts, lock, content, who watches. It outlives the segment while somebody
/// watches, so that a segment made anew under its name goes on being watched with growing sequence numbers.
/// </summary>
/// <remarks>
/// Thread-safe. Two locks, always taken in this order: <c>_sampling</c> (one look at a time; held over system calls) and
/// <c>_state</c> (the row and the waiting viewers; held for moments).
/// </remarks>
internal sealed partial class SegmentTracker
{
    /// <summary>Who makes a segment maps it at once.</summary>
    private static readonly TimeSpan s_mappedBy = TimeSpan.FromSeconds(2);

    private readonly Lock _sampling = new();
    private readonly Lock _state = new();
    private readonly SamplingContext _context;
    private readonly ContentReader _reader;
    private readonly SegmentLayout _layout;
    private readonly LockDebouncer _debouncer;
    private LockReading _lastLock;
    private readonly UpdateRate _rate = new();
    private readonly DisciplineWatch _writer = new();
    private readonly ContentProver _prover = new();
    private readonly OtherLockWatch _otherLocks = new();

    private Content? _content;
    private ImmutableArray<Attachment> _mappedBefore = [];
    private ContentProof _proof;
    private bool _isProving;
    private DateTimeOffset _comparedWholeUtc;
    private DateTimeOffset _sampledUtc;
    private DateTimeOffset _waitersUtc;
    private int _lockedLooks;
    private ImmutableArray<ProcessRef> _waiters = [];
    private ImmutableArray<Attachment> _possibleHolders = [];
    private bool _waitersKnown = true;
    private int _watchers;
    private int _awaiting;
    private FrameBuffer? _shown;
    private bool _isSampled;
    private long _askedAt;
    private long _sequence;
    private ContentEvidence _evidence;
    private SegmentRow? _row;
    private TaskCompletionSource _newer = NewSignal();
    private TaskCompletionSource _demand = NewSignal();
    private ImmutableArray<Action> _subscribers = [];

    /// <param name="id">What it is watched as.</param>
    /// <param name="context">What all trackers share.</param>
    /// <param name="lastSequence">The last sequence number ever given under this name, so that none repeats.</param>
    /// <param name="askedAt">Timestamp from before the kernel was asked for it: what was asked before that cannot tell that it is not there.</param>
    public SegmentTracker(SegmentId id, SamplingContext context, long lastSequence, long askedAt)
    {
        Id = id;
        _askedAt = askedAt;
        _sequence = lastSequence;
        _context = context;
        _layout = new SegmentLayout(context.Layouts);
        _reader = new ContentReader(context.Reader, context.Options, context.ReadOptions, _layout);
        _debouncer = new LockDebouncer(context.NameOf);
        Lane = new SegmentLane(context, () => Row, () => IsWatched);
    }

    /// <summary>The last sequence number given, also under this name before.</summary>
    public long LastSequence => Volatile.Read(ref _sequence);

    /// <summary>Gives no number up to <paramref name="sequence"/> any more: another tracker gave them under one of the names.</summary>
    public void ContinueAfter(long sequence)
    {
        long before;
        while ((before = Volatile.Read(ref _sequence)) < sequence &&
            Interlocked.CompareExchange(ref _sequence, sequence, before) != before)
        {
            // A look gave a number meanwhile.
        }
    }

    /// <summary>What it is watched as; a Qt key once it is known.</summary>
    public SegmentId Id { get; private set; }

    /// <summary>The newest row; null while the segment has never been seen.</summary>
    public SegmentRow? Row
    {
        get
        {
            lock (_state)
                return _row;
        }
    }

    /// <summary>The time line of its lock.</summary>
    public SegmentLane Lane { get; }

    public bool IsWatched => Volatile.Read(ref _watchers) > 0;

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
        lock (_sampling)
        {
            if (askedAt < _askedAt)
                return false;
            _askedAt = askedAt;
            Update_NeedsSampling(facts, attachments);
            return true;
        }
    }

    /// <summary>Reads the lock and, where it seems held, reads it again: one look cannot tell a hold from an attach.</summary>
    public void LookAtLock(DateTimeOffset now)
    {
        lock (_sampling)
        {
            if (_row is { Gone: false } row)
                Feed_NeedsSampling(_context.Locks.Read(row.Facts), now);
        }
    }

    /// <summary>Looks at locks inside the segment, on its file and beside it.</summary>
    public void LookAtOtherLocks(LockSources sources, DateTimeOffset now)
    {
        lock (_sampling)
        {
            if (_row is not { Gone: false } row)
                return;
            var locks = Steady.Array(row.OtherLocks, _otherLocks.Look(row.Facts, Attachments, sources, _context, now));
            if (locks != row.OtherLocks)
                Publish(row with { OtherLocks = locks }, isNewFrame: false);
        }
    }

    /// <summary>Whether the lock was held when last read, but not yet long enough to be called so.</summary>
    public bool LockNeedsSecondLook
    {
        get
        {
            lock (_sampling)
                return _lastLock.State == LockState.Held && _debouncer.Status.State != LockState.Held;
        }
    }

    /// <summary>Whether something hints that an unwatched segment's content is not what was last seen.</summary>
    public bool NeedsPeek
    {
        get
        {
            lock (_sampling)
            {
                return _row is { Gone: false } row && !IsWatched &&
                    (row.Frame is null && row.ReadProblem is null || (row.Frame is not null && _layout.IsOutdated) || _evidence != ContentEvidence.Of(row.Facts, _lastLock));
            }
        }
    }

    /// <summary>Looks at the content now.</summary>
    /// <param name="keepBytes">Keep the bytes for sending; otherwise only what they are.</param>
    /// <param name="depth">Which hints of "unchanged" are enough.</param>
    public ReadStatus Sample(bool keepBytes, LookDepth depth)
    {
        lock (_sampling)
            return Sample_NeedsSampling(keepBytes, depth);
    }

    /// <summary>The newest frame with its bytes, looked at now unless that was done within <paramref name="maxAge"/>.</summary>
    public FrameLease? Lease(TimeSpan maxAge)
    {
        lock (_sampling)
        {
            var now = _context.Time.GetUtcNow();
            if (_content?.Buffer is null || now - _sampledUtc > maxAge)
                Sample_NeedsSampling(keepBytes: true, LookDepth.Whole);
            if (_row is not { Frame: not null, Gone: false } row || _content?.Buffer is not { } buffer || !buffer.TryShare())
                return null;
            if (!IsWatched)
                _content = _content.Forget();
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
        _reader.Large.Keep();
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
        lock (_sampling)
        {
            if (IsWatched)
                return;
            _content = _content?.Forget();
            _reader.Large.LetGo();
            // Who has it in sight only goes on with the count.
            _activity = null;
            if (!IsMeasured && _row is { } row)
                ForgetRate_NeedsSampling(row);
        }
    }

    /// <summary>Whether somebody waits for a content newer than the newest.</summary>
    public bool IsAwaited => Volatile.Read(ref _awaiting) > 0;

    /// <summary>Completes when somebody begins to wait after nobody did.</summary>
    public Task Demand => Volatile.Read(ref _demand).Task;

    /// <summary>When the content last changed, as far as it was seen.</summary>
    public DateTimeOffset? ChangedUtc => Row?.LastChangeUtc;

    public async Task<SegmentRow> WaitForNewerAsync(long sequence, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _awaiting) == 1)
            Interlocked.Exchange(ref _demand, NewSignal()).TrySetResult();
        try
        {
            return await WaitForNewerCoreAsync(sequence, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _awaiting);
        }
    }

    /// <summary>
    /// The newest content with its row, as they are: nothing is looked at and nobody waited for. Null while there is none, or
    /// its bytes are not kept because nobody watches.
    /// </summary>
    public FrameLease? LeaseNewest()
    {
        lock (_state)
        {
            return _row is { Frame: not null, Gone: false } row && _shown is { } buffer && buffer.TryShare()
                ? new FrameLease(row, buffer.Bytes, buffer.Release)
                : null;
        }
    }

    private async Task<SegmentRow> WaitForNewerCoreAsync(long sequence, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task newer;
            lock (_state)
            {
                if (_row is { Frame: { } frame } && frame.Sequence > sequence)
                    return _row;
                newer = _newer.Task;
            }

            await newer.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public IDisposable Subscribe(Action changed)
    {
        lock (_state)
            _subscribers = _subscribers.Add(changed);
        return new Subscription(() =>
        {
            lock (_state)
                _subscribers = _subscribers.Remove(changed);
        });
    }

    /// <summary>The bytes' memory goes back; the tracker is not used any more.</summary>
    public void Retire()
    {
        lock (_sampling)
            _content = _content?.Forget();
    }

    private void Update_NeedsSampling(SegmentFacts? facts, ImmutableArray<Attachment> attachments)
    {
        if (facts is null)
        {
            if (_row is { Gone: false } there)
                Publish(there with { Gone = true, Attached = [], Lock = LockStatus.None, OtherLocks = [], UpdatesPerSecond = null }, isNewFrame: false);
            return;
        }

        Id = facts.Id;
        Attachments = attachments;
        bool madeAnew = _row is null || _row.Gone || _row.Facts.Identity != facts.Identity;
        if (madeAnew)
            _mappedBefore = [];
        var row = (_row ?? new SegmentRow { Facts = facts }) with
        {
            Facts = Steady.Facts(_row?.Facts, facts),
            Family = SegmentFamilies.Of(facts),
            Attached = Steady.Array(_row?.Attached ?? [], attachments.Select(attachment => attachment.Process).DistinctBy(process => process.Pid)),
            HeldByDashboard = _context.IsHeld(facts.Id),
            Stale = facts.Kind == SegmentKind.Posix
                ? IsLeft(facts, attachments)
                : facts is { Creator.Alive: false, MarkedForRemoval: false } && (facts.AttachCount == 0 || IsOnlyUsLooking(facts)),
            Gone = false,
            ReadProblem = madeAnew ? null : _row!.ReadProblem,
            UpdatesPerSecond = IsWatched ? _rate.At(_context.Time.GetUtcNow()) : IsMeasured ? _row?.UpdatesPerSecond : null,
        };
        if (madeAnew)
        {
            _evidence = default;
            _writer.Reset();
            _otherLocks.Reset();
            _layout.Reset();
        }

        Publish(row, isNewFrame: false);
    }

    // POSIX keeps no creator: those who were seen to have it mapped, all of which have ended, or a name that nobody can come back
    // for. Who opens it at this moment will have it mapped at the next scan.
    private bool IsLeft(SegmentFacts facts, ImmutableArray<Attachment> attachments)
    {
        if (!attachments.IsEmpty)
            _mappedBefore = attachments;
        var scan = _context.Attachments();
        return attachments.IsEmpty && !_context.IsHeld(facts.Id) &&
            !(scan.ScannedUtc - facts.ChangedUtc < s_mappedBy) && scan.ScannedUtc != default &&
            (_mappedBefore.IsEmpty ? SegmentFamilies.IsNamedByLot(facts) : _mappedBefore.All(attachment => !_context.NameOf(attachment.Process.Pid).Alive)) &&
            scan.UnseenOf(facts.OwnerUid, facts.OwnerGid, facts.Mode, writing: false).Others == 0;
    }

    // A sweep may meet our own brief attachment to a segment that nobody uses; it is none the less left by a crash.
    private bool IsOnlyUsLooking(SegmentFacts facts) =>
        _row is { Stale: true } && facts.AttachCount == 1 && facts.LastOperator?.Pid == Environment.ProcessId;

    /// <summary>The processes that have it mapped, as far as known.</summary>
    public IEnumerable<int> AttachedPids => Attachments.Select(attachment => attachment.Process.Pid).Distinct();

    /// <summary>Who has it mapped, as far as known.</summary>
    internal ImmutableArray<Attachment> Attachments { get; private set; } = [];

    private void Feed_NeedsSampling(LockReading reading, DateTimeOffset now, bool handedOver = false)
    {
        if (_row is not { } row)
            return;
        _lastLock = reading;
        if (reading.WaiterCount == 0)
        {
            _waiters = [];
            _waitersKnown = true;
        }
        else if (now - _waitersUtc > SamplingContext.WaiterScanInterval)
        {
            _waitersUtc = now;
            FindWaiters_NeedsSampling(reading);
        }

        var users = reading is { Kind: LockKind.PosixSemaphore, WaiterCount: > 0 } ? _possibleHolders : UsersOf(reading, row.Facts);
        var status = _debouncer.Observe(reading, now, users, handedOver) with { Waiters = _waiters, WaitersKnown = _waitersKnown };
        if (!status.Equals(row.Lock))
            Publish(row with { Lock = status }, isNewFrame: false);
    }

    private void FindWaiters_NeedsSampling(LockReading reading)
    {
        if (reading.SemaphoreId is { } set)
        {
            (var waiters, _waitersKnown) = _context.FindWaiters(set);
            _waiters = Steady.Array(_waiters, waiters);
        }
        else if (reading.Kind == LockKind.PosixSemaphore)
        {
            // Who takes part in a semaphore shows in no fact of the segment that would have had a sweep look again.
            var found = _context.Locks.FindWaiters(_context.ScanAgain().OfFile(reading.FileIdentity));
            _waiters = Steady.Array(_waiters, found.Processes);
            _waitersKnown = found.Threads >= reading.WaiterCount;
            _possibleHolders = found.PossibleHolders;
        }
    }

    // Whoever may not be looked into can be among those who have it attached, unless all of those are known.
    private ImmutableArray<Attachment> UsersOf(LockReading reading, SegmentFacts facts) =>
        reading.Kind == LockKind.PosixSemaphore ? _context.Attachments().OfFile(reading.FileIdentity) :
        Attachments.Length >= facts.AttachCount || !_context.Attachments().IsUnreadable(reading.LastPid) ? Attachments : default;

    private void Publish(SegmentRow row, bool isNewFrame)
    {
        TaskCompletionSource? waiting = null;
        ImmutableArray<Action> subscribers;
        lock (_state)
        {
            if (row.Equals(_row))
                return;
            _row = row;
            subscribers = _subscribers;
            if (isNewFrame)
            {
                (waiting, _newer) = (_newer, NewSignal());
                _shown = _content?.Buffer;
            }
        }

        waiting?.SetResult();
        _context.MarkDirty();
        foreach (var subscriber in subscribers)
            subscriber();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
