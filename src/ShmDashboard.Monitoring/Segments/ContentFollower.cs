using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Layouts;
using ShmDashboard.Monitoring.Occupancy;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>
/// The content of one segment: how it is looked at, and what becomes of what was found. Used under the gate: not thread-safe, but for
/// <see cref="LastSequence"/>, <see cref="ContinueAfter"/> and <see cref="MayBeLookedAtOften"/>.
/// </summary>
internal sealed class ContentFollower
{
    private static readonly TimeSpan s_leastBetweenTurns = TimeSpan.FromMilliseconds(12);

    private readonly SamplingContext _context;
    private readonly SegmentState _state;
    private readonly LockFollower _locks;
    private readonly SegmentLane _lane;
    private readonly UpdateRate _rate;
    private readonly ISegmentInterest _interest;
    private readonly SegmentLayout _layout;
    private readonly ContentReader _reader;
    private readonly ContentBelief _belief;
    private readonly LayoutGuesser _guesser;
    private Content? _content;
    private ContentEvidence _evidence;
    private DateTimeOffset _comparedWholeUtc;
    private DateTimeOffset _sampledUtc;
    private int _lockedLooks;
    private long _sequence;

    /// <param name="context">What all trackers share.</param>
    /// <param name="state">Where it is published.</param>
    /// <param name="gate">Under which it is looked at.</param>
    /// <param name="locks">Told of the lock as it was met.</param>
    /// <param name="lane">Told of new frames.</param>
    /// <param name="rate">Counts changes.</param>
    /// <param name="interest">Who wants to know.</param>
    /// <param name="lastSequence">The last sequence number ever given under this name, so that none repeats.</param>
    public ContentFollower(
        SamplingContext context, SegmentState state, SamplingGate gate, LockFollower locks, SegmentLane lane, UpdateRate rate,
        ISegmentInterest interest, long lastSequence)
    {
        _context = context;
        _state = state;
        _locks = locks;
        _lane = lane;
        _rate = rate;
        _interest = interest;
        _sequence = lastSequence;
        _layout = new SegmentLayout(context.Layouts);
        _reader = new ContentReader(context.Reader, context.Options, context.ReadOptions, _layout);
        _belief = new ContentBelief(context, state, gate);
        _guesser = new LayoutGuesser(context, state, gate, _layout, ShowAs);
    }

    /// <summary>Memory of large copies.</summary>
    public LargeBuffers Large => _reader.Large;

    /// <summary>The bytes of the newest frame; null where they are not kept.</summary>
    public FrameBuffer? Bytes => _content?.Buffer;

    private ReducedPicture[] Pictures => _content?.Skim?.Pictures ?? [];

    // As much as whoever watches needs: the bytes, or pictures made of them.
    private bool IsKept => _content is { Buffer: not null } or { Skim: not null };

    /// <summary>When it was last looked at.</summary>
    public DateTimeOffset SampledUtc => _sampledUtc;

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

    /// <summary>The last look met a lock or a writer: look again soon.</summary>
    public bool WantsQuickRetry => _lockedLooks > 0;

    /// <summary>The last look met a writer in the middle of a large content: look again at once.</summary>
    public bool WriterIsAtIt { get; private set; }

    /// <summary>
    /// Whether looking often costs the segment's own programs nothing: out of a peer's memory or a file, or because the lock
    /// tells beforehand that there is nothing new.
    /// </summary>
    public bool MayBeLookedAtOften => _state.Row?.Frame?.Route switch
    {
        ReadRoute.PeerMemory or ReadRoute.FileRead => true,
        ReadRoute.LockedAttach => _belief.Writer == WriterDiscipline.Keeps,
        _ => false,
    };

    /// <summary>Whether something hints that the content is not what was last seen.</summary>
    public bool IsOutdated(SegmentRow row) => row.Frame is null
        ? row.ReadProblem is null || _evidence != ContentEvidence.Of(row.Facts, _locks.Last)
        : _layout.IsOutdated(row.Facts) || _evidence != ContentEvidence.Of(row.Facts, _locks.Last);

    /// <summary>Whether layouts have changed, or are tried, since it was last looked at.</summary>
    public bool HasOtherLayouts(SegmentRow row) => _layout.IsOutdated(row.Facts);

    /// <summary>Another object has the name now.</summary>
    public void Reset()
    {
        _evidence = default;
        _belief.Reset();
        _layout.Reset();
    }

    /// <summary>The bytes' memory goes back; what they were stays known.</summary>
    public void Forget() => _content = _content?.Forget();

    /// <summary>Looks at the content now.</summary>
    /// <param name="keepBytes">Keep the bytes for sending; otherwise only what they are.</param>
    /// <param name="depth">Which hints of "unchanged" are enough.</param>
    public ReadStatus Sample(bool keepBytes, LookDepth depth)
    {
        if (_state.Row is not { Gone: false } row)
            return ReadStatus.Gone;

        var now = _context.Time.GetUtcNow();
        if (_interest.IsWatched)
            _rate.Start(now);
        bool isResized = row.Frame is not null && _evidence.SizeBytes != row.Facts.SizeBytes;
        bool trustHints = depth != LookDepth.Whole && !isResized;
        if (trustHints && !_layout.IsOutdated(row.Facts) && ((IsUnwritable(row) && (IsKept || !keepBytes)) || IsUntouchedSinceOurTurn(row, now)))
            return ReadStatus.Copied;
        if (_state.Attachments.IsEmpty)
            _state.Attachments = _context.LikelyAttachments(row.Facts);

        // What the kernel tells of has just happened; what comes to light because somebody begins to look may be old.
        bool isHinted = IsOutdated(row);
        var known = new KnownContent(_content, row.Frame?.Payload.Layout, keepBytes ? _state.Wishes.All : [], isResized);
        var reading = _reader.Read(row.Facts, _state.Attachments, known, trustHints && AreHintsEnough(row, now) ? depth : LookDepth.Whole, now);
        WriterIsAtIt = reading.WriterIsAtIt;
        var lookedBefore = _sampledUtc;
        _sampledUtc = now;
        if (reading.Status == ReadStatus.Gone)
            return ReadStatus.Gone;

        // Under the lock, what we find afterwards is our own trace; whose was there before is told by the look before that.
        if (reading.Route == ReadRoute.LockedAttach)
            _locks.Observe(reading.Look.Before, now);
        _locks.Observe(reading.Lock, now, reading.Look.LockHandedOver);
        // What is known stays; the next look, soon, gets the lock or finds it held for so long that it may go without.
        if (reading.Status == ReadStatus.Busy)
            return ReadStatus.Busy;
        _evidence = ContentEvidence.Of(row.Facts, _locks.Last).AfterOurs(reading.Route);
        if (reading.Status != ReadStatus.Copied)
        {
            _state.Publish(_state.Row with { ReadProblem = reading.Problem });
            return reading.Status;
        }

        Digest(reading, now, lookedBefore, keepBytes, isHinted || now - lookedBefore <= _context.Options.DatedWithin);
        return ReadStatus.Copied;
    }

    private void Digest(in ContentReading reading, DateTimeOffset now, DateTimeOffset lookedBefore, bool keepBytes, bool isDated)
    {
        if (reading.Whole)
            _comparedWholeUtc = now;
        if (reading.Recalled is { } recalled)
        {
            var pictures = _content;
            _content = recalled;
            _state.Recall(recalled.Buffer);
            pictures?.Release();
        }

        if (reading.Changed is { } again && IsAsDescribed(reading, again))
            Keep(again, reading, now, keepBytes);
        else if (reading.Changed is { } changed)
            Take(changed, reading, now, lookedBefore, keepBytes, isDated);
        else
            Confirm(reading, now);
        if (reading.Recalled is not null && !keepBytes && !_interest.IsWatched)
            Forget();
    }

    // Somebody laid down or tries a layout, which is a reason to read every segment anew and says nothing new of this one.
    private bool IsAsDescribed(in ContentReading reading, Content again) => reading.OnlyReinterpreted && again.Length == _content?.Length &&
        _state.Row?.Frame is { } frame && reading.Payload!.DescribesAs(frame.Payload);

    private void Keep(Content again, in ContentReading reading, DateTimeOffset now, bool keepBytes)
    {
        var toGuess = again.Buffer is { } copy ? _guesser.Claim(copy, reading.Payload!, now) : null;
        var outgoing = _content;
        _content = keepBytes || _interest.IsWatched ? again : again.Forget();
        _state.Recall(Bytes);
        outgoing?.Release();
        Confirm(reading, now);
        _guesser.Guess(toGuess);
    }

    private void Take(
        Content changed, in ContentReading reading, DateTimeOffset now, DateTimeOffset lookedBefore, bool keepBytes, bool isDated)
    {
        var row = _state.Row!;
        var payload = reading.Payload!;
        var (proof, isOpen) = changed.Buffer is { } examined
            ? _belief.Examine(reading, payload, examined, patient: !_interest.IsWatched, now) : (ContentProof.Open, false);

        // A writer that is in the middle of it will soon be done: better a whole picture 30 ms later than half of one now.
        if (_interest.IsWatched && (row.Frame is not null || payload.Layout is { IsSequenceOdd: true }) &&
            _belief.IsUnsettled(reading, proof) && _lockedLooks++ < _context.Options.LockedRetries)
        {
            _belief.Pass(reading.Look);
            changed.Release();
            return;
        }

        _lockedLooks = 0;
        bool isFirst = _content is null || reading.OnlyReinterpreted;
        var outgoing = _content;
        if (isOpen)
            _belief.ProveLater(changed.Buffer!, payload, reading, _sequence + 1, changed: !isFirst, now);
        var toGuess = changed.Buffer is { } copy ? _guesser.Claim(copy, payload, now) : null;
        _content = keepBytes || _interest.IsWatched ? changed : changed.Forget();
        _belief.Take(reading, proof, changed: !isFirst);
        Interlocked.Increment(ref _sequence);
        // The bytes of before, seen in another way, did not come just now.
        if (!reading.OnlyReinterpreted)
            _lane.MarkFrame(_sequence, now);
        if (!isFirst && _interest.IsWatched)
            _rate.Count(now);
        _state.PublishFrame(
            row with
            {
                Frame = FrameOf(reading, payload, now) with { WrittenAfterUtc = isFirst ? null : lookedBefore },
                ReadProblem = null,
                LastChangeUtc = isFirst ? row.LastChangeUtc : isDated ? now : null,
                UpdatesPerSecond = RateOf(row, now),
            }, Bytes, Pictures);
        outgoing?.Release();
        _guesser.Guess(toGuess);
    }

    private void Confirm(in ContentReading reading, DateTimeOffset now)
    {
        _lockedLooks = 0;
        var row = _state.Row!;
        double? rate = RateOf(row, now);
        if (reading.Whole && row.Frame is { } frame)
        {
            _belief.Confirm(reading, frame, Bytes, patient: !_interest.IsWatched, now);
            var verdict = _belief.Weigh(reading);
            bool otherHolder = verdict.Kind == frame.Verdict.Kind && verdict.Holder?.Pid != frame.Verdict.Holder?.Pid;
            bool nowOfAll = verdict.Kind == frame.Verdict.Kind && frame.Verdict.InPieces && !verdict.InPieces;
            if (otherHolder || nowOfAll || ContentBelief.IsBetter(verdict.Kind, frame.Verdict.Kind))
                row = row with { Frame = frame with { Verdict = verdict } };
        }
        else
        {
            _belief.Pass(reading.Look);
        }

        if (!ReferenceEquals(row, _state.Row) || row.ReadProblem is not null || rate != row.UpdatesPerSecond)
            _state.Publish(row with { ReadProblem = null, UpdatesPerSecond = rate });
    }

    // Under a number of its own, so that whoever waits for pictures sees it.
    private void ShowAs(SegmentRow row, PayloadDescription payload)
    {
        Interlocked.Increment(ref _sequence);
        _state.PublishFrame(row with { Frame = row.Frame! with { Payload = payload, Sequence = _sequence } }, Bytes, Pictures);
    }

    private FrameInfo FrameOf(in ContentReading reading, PayloadDescription payload, DateTimeOffset now) => new()
    {
        Sequence = _sequence,
        ReadUtc = now,
        CopiedUtc = _context.Time.GetUtcNow(),
        Verdict = _belief.Weigh(reading),
        Route = reading.Route,
        Source = reading.Source,
        ReadDuration = reading.Duration,
        Payload = payload,
    };

    private double? RateOf(SegmentRow row, DateTimeOffset now) =>
        _interest.IsWatched ? _rate.At(now) : _interest.IsMeasured ? row.UpdatesPerSecond : null;

    private bool AreHintsEnough(SegmentRow row, DateTimeOffset now) => now - _comparedWholeUtc < _context.Options.FullCompareInterval &&
        row.Frame?.Verdict.Kind is VerdictKind.Consistent or VerdictKind.NoLock or VerdictKind.Unproven or VerdictKind.WriterIgnoresLock;

    // Nobody has it attached, so nobody can write to it, and looking would mean to attach it ourselves: that would move the
    // very times that tell since when it has been left. A sweep sees who comes.
    private bool IsUnwritable(SegmentRow row) =>
        row is { Facts.AttachCount: 0, Frame: not null, ReadProblem: null } &&
        _evidence == ContentEvidence.Of(row.Facts, _locks.Last);

    /// <summary>
    /// Where reading means to take the lock, it is taken only when somebody has operated it since: whoever keeps to it has
    /// written nothing otherwise. And not more often than a display shows frames.
    /// </summary>
    private bool IsUntouchedSinceOurTurn(SegmentRow row, DateTimeOffset now)
    {
        if (row.Frame?.Route != ReadRoute.LockedAttach || _belief.Writer != WriterDiscipline.Keeps || !IsKept ||
            now - _comparedWholeUtc >= _context.Options.FullCompareInterval)
        {
            return false;
        }

        if (now - _sampledUtc < s_leastBetweenTurns)
            return true;
        var found = _context.Locks.Read(row.Facts);
        return found.State == LockState.Free && found.LastPid == Environment.ProcessId && found.SemaphoreId == _locks.Last.SemaphoreId;
    }
}
