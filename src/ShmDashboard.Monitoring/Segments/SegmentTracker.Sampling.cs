using System.Collections.Immutable;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Occupancy;
using ShmDashboard.Monitoring.Running;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>How a segment's content is looked at, and what is believed of it.</summary>
internal sealed partial class SegmentTracker
{
    private static readonly TimeSpan s_leastBetweenTurns = TimeSpan.FromMilliseconds(12);

    // Nobody has it attached, so nobody can write to it, and looking would mean to attach it ourselves: that would move the
    // very times that tell since when it has been left. A sweep sees who comes.
    private bool IsUnwritable(SegmentRow row) =>
        row is { Facts: { Kind: SegmentKind.SystemV, AttachCount: 0 }, Frame: not null, ReadProblem: null } &&
        _evidence == ContentEvidence.Of(row.Facts, _lastLock);

    /// <summary>
    /// Whether looking often costs the segment's own programs nothing: out of a peer's memory or a file, or because the lock
    /// tells beforehand that there is nothing new.
    /// </summary>
    public bool MayBeLookedAtOften => Row?.Frame?.Route switch
    {
        ReadRoute.PeerMemory or ReadRoute.FileRead => true,
        ReadRoute.LockedAttach => _writer.State == WriterDiscipline.Keeps,
        _ => false,
    };

    /// <summary>
    /// Where reading means to take the lock, it is taken only when somebody has operated it since: whoever keeps to it has
    /// written nothing otherwise. And not more often than a display shows frames.
    /// </summary>
    private bool IsUntouchedSinceOurTurn_NeedsSampling(SegmentRow row, DateTimeOffset now)
    {
        if (row.Frame?.Route != ReadRoute.LockedAttach || _writer.State != WriterDiscipline.Keeps || _content?.Buffer is null ||
            now - _comparedWholeUtc >= _context.Options.FullCompareInterval)
        {
            return false;
        }

        if (now - _sampledUtc < s_leastBetweenTurns)
            return true;
        var found = _context.Locks.Read(row.Facts);
        return found.State == LockState.Free && found.LastPid == Environment.ProcessId && found.SemaphoreId == _lastLock.SemaphoreId;
    }

    private ReadStatus Sample_NeedsSampling(bool keepBytes, LookDepth depth)
    {
        if (_row is not { Gone: false } row)
            return ReadStatus.Gone;

        var now = _context.Time.GetUtcNow();
        if (IsWatched)
            _rate.Start(now);
        bool trustHints = depth != LookDepth.Whole;
        bool hintsAreEnough = trustHints && now - _comparedWholeUtc < _context.Options.FullCompareInterval &&
            row.Frame?.Verdict.Kind is VerdictKind.Consistent or VerdictKind.NoLock or VerdictKind.Unproven or
                VerdictKind.WriterIgnoresLock;
        if (trustHints && IsUnwritable(row) && (_content?.Buffer is not null || !keepBytes))
            return ReadStatus.Copied;
        if (trustHints && IsUntouchedSinceOurTurn_NeedsSampling(row, now))
            return ReadStatus.Copied;
        if (Attachments.IsEmpty)
            Attachments = _context.LikelyAttachments(row.Facts);

        var reading = _reader.Read(row.Facts, Attachments, _content, hintsAreEnough ? depth : LookDepth.Whole, now);
        var lookedBefore = _sampledUtc;
        _sampledUtc = now;
        if (reading.Status == ReadStatus.Gone)
            return ReadStatus.Gone;

        // Under the lock, what we find afterwards is our own trace; whose was there before is told by the look before that.
        if (reading.Route == ReadRoute.LockedAttach)
            Feed_NeedsSampling(reading.Look.Before, now);
        Feed_NeedsSampling(reading.Lock, now, reading.Look.LockHandedOver);
        // What is known stays; the next look, soon, gets the lock or finds it held for so long that it may go without.
        if (reading.Status == ReadStatus.Busy)
            return ReadStatus.Busy;
        _evidence = ContentEvidence.Of(row.Facts, _lastLock).AfterOurs(reading.Route);
        if (reading.Status != ReadStatus.Copied)
        {
            Publish(_row with { ReadProblem = reading.Problem }, isNewFrame: false);
            return reading.Status;
        }

        if (reading.Whole)
            _comparedWholeUtc = now;
        if (reading.Recalled is { } recalled)
        {
            _content = recalled;
            lock (_state)
                _shown = recalled.Buffer;
        }

        if (reading.Changed is { } changed)
            Take_NeedsSampling(changed, reading, now, lookedBefore, keepBytes);
        else
            Confirm_NeedsSampling(reading, now);
        if (reading.Recalled is not null && !keepBytes && !IsWatched)
            _content = _content?.Forget();
        return ReadStatus.Copied;
    }

    private void Take_NeedsSampling(
        Content changed, ContentReading reading, DateTimeOffset now, DateTimeOffset lookedBefore, bool keepBytes)
    {
        var payload = reading.Payload!;
        bool wouldCount = reading.Verdict.Kind == VerdictKind.Consistent ||
            (reading.LockBefore == LockState.Free && reading.Verdict.Kind != VerdictKind.NoLock);
        var proof = ContentProver.Of(payload);
        bool inflate = proof == ContentProof.PartsRight && wouldCount && _writer.State != WriterDiscipline.Keeps;
        if (inflate && MayProveNow(payload, now))
        {
            proof = ContentProver.Inflate(payload, changed.Buffer!.Bytes.Span, _writer.State);
            inflate = false;
        }

        // A writer that is in the middle of it will soon be done: better a whole picture 30 ms later than half of one now.
        bool unsettled = reading.Verdict.Kind is VerdictKind.TakenWhileLocked or VerdictKind.ChangedDuringRead &&
            VerdictRules.Weigh(reading.Verdict, reading.LockBefore, proof, _writer.State).Kind != VerdictKind.Consistent;
        if (unsettled && IsWatched && _row!.Frame is not null && _lockedLooks++ < _context.Options.LockedRetries)
        {
            _writer.Pass(reading.Look);
            changed.Buffer!.Release();
            return;
        }

        _lockedLooks = 0;
        bool isFirst = _content is null || reading.OnlyReinterpreted;
        var outgoing = _content?.Buffer;
        if (inflate)
            ProveLater_NeedsSampling(changed.Buffer!, payload, reading, _sequence + 1, changed: !isFirst, now);
        var toGuess = ToGuess_NeedsSampling(changed.Buffer!, payload, now);
        _content = keepBytes || IsWatched ? changed : changed.Forget();
        _proof = proof;
        Observe_NeedsSampling(reading, changed: !isFirst);
        Interlocked.Increment(ref _sequence);
        Lane.MarkFrame(_sequence, now);
        if (!isFirst && IsWatched)
            _rate.Count(now);
        Publish(_row! with
        {
            Frame = FrameOf(reading, payload, Weigh_NeedsSampling(reading), now) with
            {
                WrittenAfterUtc = isFirst ? null : lookedBefore,
                CopiedUtc = _context.Time.GetUtcNow(),
            },
            ReadProblem = null,
            LastChangeUtc = isFirst ? _row.LastChangeUtc : now,
            UpdatesPerSecond = IsWatched ? _rate.At(now) : IsMeasured ? _row.UpdatesPerSecond : null,
        }, isNewFrame: true);
        outgoing?.Release();
        Guess(toGuess);
    }

    /// <summary>Whoever asks once gets the whole answer; whoever watches shall not wait for it.</summary>
    private bool MayProveNow(PayloadDescription payload, DateTimeOffset now) =>
        ContentProver.IsCheap(payload) || (!IsWatched && _prover.Affords(payload, now));

    /// <summary>A frame is shown with the verdict that is known; what its bytes prove amends it a moment later.</summary>
    private void ProveLater_NeedsSampling(
        FrameBuffer buffer, PayloadDescription payload, ContentReading reading, long sequence, bool changed, DateTimeOffset now)
    {
        if (_isProving || !_prover.Affords(payload, now) || !buffer.TryShare())
            return;
        _isProving = true;
        var writer = _writer.State;
        var look = reading.Look with { Changed = changed, WeMayWrite = WeMayWrite_NeedsSampling() };
        _ = Task.Run(() =>
        {
            var proof = ContentProof.PartsRight;
            _context.Resilience.Try(() => proof = ContentProver.Inflate(payload, buffer.Bytes.Span, writer));
            buffer.Release();
            lock (_sampling)
                Amend_NeedsSampling(sequence, proof, look, reading);
        });
    }

    private void Amend_NeedsSampling(long sequence, ContentProof proof, in DisciplineLook look, in ContentReading reading)
    {
        _isProving = false;
        _writer.Learn(look, proof);
        if (_sequence != sequence || _row is not { Frame: { } frame } row)
            return;
        _proof = proof;
        var verdict = Weigh_NeedsSampling(reading);
        if (IsBetter(verdict.Kind, frame.Verdict.Kind))
            Publish(row with { Frame = frame with { Verdict = verdict } }, isNewFrame: false);
    }

    private void Confirm_NeedsSampling(ContentReading reading, DateTimeOffset now)
    {
        _lockedLooks = 0;
        var row = _row!;
        double? rate = IsWatched ? _rate.At(now) : IsMeasured ? row.UpdatesPerSecond : null;
        if (reading.Whole && row.Frame is { } frame)
        {
            Observe_NeedsSampling(reading, changed: false);
            if (_proof == ContentProof.PartsRight && frame.Verdict.Kind != VerdictKind.Consistent &&
                reading.Verdict.Kind == VerdictKind.Consistent && _content?.Buffer is { } buffer)
            {
                if (MayProveNow(frame.Payload, now))
                    _proof = ContentProver.Inflate(frame.Payload, buffer.Bytes.Span, _writer.State);
                else
                    ProveLater_NeedsSampling(buffer, frame.Payload, reading, _sequence, changed: false, now);
            }

            var verdict = Weigh_NeedsSampling(reading);
            bool otherHolder = verdict.Kind == frame.Verdict.Kind && verdict.Holder?.Pid != frame.Verdict.Holder?.Pid;
            if (otherHolder || IsBetter(verdict.Kind, frame.Verdict.Kind))
            {
                Publish(row with { Frame = frame with { Verdict = verdict }, ReadProblem = null, UpdatesPerSecond = rate }, isNewFrame: false);
                return;
            }
        }
        else
        {
            _writer.Pass(reading.Look);
        }

        if (row.ReadProblem is not null || rate != row.UpdatesPerSecond)
            Publish(row with { ReadProblem = null, UpdatesPerSecond = rate }, isNewFrame: false);
    }

    /// <summary>The same bytes, met in better circumstances; what was called whole stays so.</summary>
    private static bool IsBetter(VerdictKind now, VerdictKind before) =>
        now != before && before != VerdictKind.Consistent &&
        now is VerdictKind.Consistent or VerdictKind.NoLock or VerdictKind.Unproven or VerdictKind.WriterIgnoresLock &&
        (now, before) is not (VerdictKind.Unproven, VerdictKind.WriterIgnoresLock);

    private void Observe_NeedsSampling(ContentReading reading, bool changed) => _writer.Observe(reading.Look with
    {
        Changed = changed,
        Torn = _proof == ContentProof.Broken && reading.Verdict.Kind == VerdictKind.Consistent,
        Whole = _proof == ContentProof.Whole,
        WeMayWrite = WeMayWrite_NeedsSampling(),
    });

    private bool WeMayWrite_NeedsSampling() => _row is { HeldByDashboard: true } ||
        Attachments.Any(user => user.Writable && user.Process.Pid == Environment.ProcessId);

    private Verdict Weigh_NeedsSampling(ContentReading reading)
    {
        // What only we can write, we have written under the lock.
        bool ours = _row is { HeldByDashboard: true, Facts.AttachCount: 1 };
        return NameHolder(VerdictRules.Weigh(
            reading.Verdict, reading.LockBefore, _proof, ours ? WriterDiscipline.Keeps : _writer.State));
    }

    /// <summary>The last look met a lock or a writer: look again soon.</summary>
    public bool WantsQuickRetry
    {
        get
        {
            lock (_sampling)
                return _lockedLooks > 0;
        }
    }

    private FrameInfo FrameOf(ContentReading reading, PayloadDescription payload, Verdict verdict, DateTimeOffset now) => new()
    {
        Sequence = _sequence,
        ReadUtc = now,
        Verdict = verdict,
        Route = reading.Route,
        Source = reading.Source,
        ReadDuration = reading.Duration,
        Payload = payload,
    };

    private Verdict NameHolder(Verdict verdict) =>
        verdict.Holder is { } holder ? verdict with { Holder = _context.NameOf(holder.Pid) } : verdict;
}
