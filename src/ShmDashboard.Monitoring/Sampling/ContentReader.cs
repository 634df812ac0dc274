using System.Buffers;
using System.Collections.Immutable;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Layouts;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Sampling;

/// <summary>
/// Looks at one segment's content: hints first, then a whole copy, then a second look at what was copied, from which with
/// the lock's state before and after the verdict follows. One per tracker; not thread-safe.
/// </summary>
internal sealed class ContentReader
{
    private const int MaxAttempts = 3;
    private const int SecondLookBytes = 64 << 10;
    private const int HeadBytes = 4096;

    // The second look at a copy of that size takes longer than a millisecond; so does writing it.
    private const int LargeBytes = 2 << 20;

    // So often a look is put off for a millisecond because a writer seems to be in the middle of it.
    private const int MostPutOff = 2;

    private readonly SegmentReader _reader;
    private readonly MonitorOptions _options;
    private readonly ReadOptions _readOptions;
    private readonly SegmentLayout _layout;
    private readonly ChangeProbe _probe = new();
    private readonly SequenceWait _sequence = new();
    private readonly ContentSkimmer _skimmer;
    private int _putOff;
    private bool _isAtIt;

    /// <param name="reader">Reads segments.</param>
    /// <param name="options">How closely.</param>
    /// <param name="readOptions">Which ways a segment may be read by.</param>
    /// <param name="layout">By which layout its bytes are a picture.</param>
    public ContentReader(SegmentReader reader, MonitorOptions options, ReadOptions readOptions, SegmentLayout layout)
    {
        (_reader, _options, _readOptions, _layout) = (reader, options, readOptions, layout);
        _skimmer = new ContentSkimmer(Large);
    }

    /// <summary>Memory of large copies.</summary>
    public LargeBuffers Large { get; } = new();

    /// <summary>Reads.</summary>
    /// <param name="segment">Which.</param>
    /// <param name="attachments">Who has it mapped, for reading without a trace.</param>
    /// <param name="known">What it held before, and who wants what of it now.</param>
    /// <param name="depth">Whether hints of "same" are enough this time, and which.</param>
    /// <param name="now">The time, which it is not yet past.</param>
    public ContentReading Read(
        SegmentFacts segment, ImmutableArray<Attachment> attachments, in KnownContent known, LookDepth depth, DateTimeOffset now)
    {
        Content? copied = null;
        LayoutMatch? skimmed = null;
        var (previous, match, wishes) = (known.Content, known.Match, known.Wishes);
        bool reinterpret = known.IsResized || _layout.IsOutdated(segment);
        bool isOtherSize = false;
        LockReading mutexBefore = default, mutexBetween = default, mutexAfter = default, between = default;
        try
        {
            var outcome = _reader.Read(segment, attachments, _readOptions, view =>
            {
                // A route may fail half-way and the reader take the next: what the first copied is dropped.
                copied?.Release();
                (copied, skimmed, _isAtIt) = (null, null, false);
                isOtherSize = segment.Posix is not null && view.SizeBytes != segment.SizeBytes;
                if (isOtherSize)
                    return true;
                if (depth != LookDepth.Whole && !reinterpret && LooksSame(view, previous, match, depth, now))
                    return true;

                mutexBefore = MutexOf(view, segment);
                bool HasLock()
                {
                    between = view.HoldsLock ? default : _reader.LockOf(segment);
                    mutexBetween = MutexOf(view, segment);
                    return view.HoldsLock || between.Kind != LockKind.None || mutexBetween.Kind != LockKind.None;
                }

                bool agreed;
                if (depth != LookDepth.Whole && !reinterpret && !view.HoldsLock && _layout.IsSettled && SkimPlan.For(segment, previous, match, wishes) is { } plan &&
                    _skimmer.Read(view, plan, previous!, _sequence.IsKept(match), part => IsRaw(part, segment), HasLock) is { } read)
                {
                    (copied, skimmed, agreed) = read;
                }
                else
                {
                    agreed = Copy(view, segment, depth, match, HasLock, out copied);
                }

                mutexAfter = MutexOf(view, segment);
                return agreed;
            });

            // What is told of the segment is not of what is there now: as when another is made under its name.
            if (isOtherSize)
                outcome = outcome with { Status = ReadStatus.Gone };

            // A mutex inside the segment counts where there is no lock beside it.
            var judged = outcome.LockBefore.State == LockState.None && mutexBefore.Kind == LockKind.ProcessMutex
                ? VerdictRules.WithBetween(outcome with { LockBefore = mutexBefore, LockAfter = mutexAfter }, mutexBetween)
                : VerdictRules.WithBetween(outcome, between);
            return Conclude(outcome, judged, segment, previous, skimmed, reinterpret, now, ref copied);
        }
        finally
        {
            copied?.Release();
        }
    }

    private bool LooksSame(ISegmentView view, Content? previous, LayoutMatch? match, LookDepth depth, DateTimeOffset now)
    {
        if (previous is not ({ Buffer: not null, Samples.Length: 0 } or { Skim: not null }))
            return false;
        var head = previous.Buffer is { } copy ? copy.Bytes.Span : previous.Skim!.Head;
        var told = _sequence.Ask(view, match, head, now);
        if (told == SequenceWait.Answer.AtIt)
            return _isAtIt = true;
        bool same = (told == SequenceWait.Answer.Same && depth == LookDepth.Glance) ||
            (previous.Skim is { } skim ? ChangeProbe.LooksSame(view, skim, previous.Length, depth) : _probe.LooksSame(view, previous.Buffer!.Bytes.Span, depth));
        // One end is new and the other old: read now, it would be read again.
        _isAtIt = !same && previous.Length >= LargeBytes && match?.Sequence is null && _putOff < MostPutOff &&
            ChangeProbe.IsHalfNew(view, head, previous.Skim?.Tail ?? previous.Buffer!.Bytes.Span, previous.Length);
        _putOff = _isAtIt ? _putOff + 1 : 0;
        return same || _isAtIt;
    }

    private bool IsRaw(ISegmentView view, SegmentFacts segment)
    {
        var extent = MeasureExtent(view, segment);
        return extent.Guess != PayloadFormat.Empty && IsWantedWhole(view, segment, extent.Guess == PayloadFormat.Bytes, extent.LengthBytes);
    }

    private bool Copy(
        ISegmentView view, SegmentFacts segment, LookDepth depth, LayoutMatch? match, Func<bool> hasLock, out Content copied)
    {
        var extent = MeasureExtent(view, segment);
        int length = (int)Math.Min(extent.LengthBytes, _options.MaxPayloadBytes);
        bool unknown = extent.Guess is PayloadFormat.Bytes or PayloadFormat.Empty;
        if (segment.SizeBytes <= _options.MaxPayloadBytes && IsWantedWhole(view, segment, unknown, extent.LengthBytes))
            length = (int)segment.SizeBytes;
        else if (unknown)
            length = (int)Math.Min(length, _options.MaxUnknownBytes);

        var buffer = FrameBuffer.Rent(length, Large);
        try
        {
            // Peers wait for the lock while we have it: whoever changes the content even so is not worth a second copy then.
            int attempts = view.HoldsLock ? 1 : MaxAttempts;
            bool agreed = false;
            bool inPieces = false;
            for (int attempt = 0; attempt < attempts && !agreed; attempt++)
            {
                long? sequence = HeaderSignal.SequenceOf(view, match);
                buffer.Length = view.Read(0, buffer.Writable[..length]);
                bool isLocked = hasLock();
                if (sequence is not null && ((sequence & 1) == 1 || HeaderSignal.SequenceOf(view, match) != sequence))
                    continue;
                // Where nobody locks, agreeing means little: who writes a large frame meanwhile shows in a piece of every other page.
                inPieces = depth != LookDepth.Whole && !isLocked && buffer.Length >= LargeBytes;
                agreed = inPieces ? _probe.LooksSame(view, buffer.Bytes.Span) : SecondLookAgrees(view, buffer.Bytes.Span);
            }

            byte[] samples = unknown && ReadableBytes(segment) > length
                ? _probe.SampleBeyond(view, length, ReadableBytes(segment))
                : [];
            copied = new Content(buffer, samples)
            {
                AgreedInPieces = agreed && inPieces,
                IsEmpty = segment.ResidentBytes == 0 || extent is { Guess: PayloadFormat.Empty, Exact: true },
            };
            return agreed;
        }
        catch
        {
            buffer.Release();
            throw;
        }
    }

    // Raw pixels are a picture only with all of them. Where memory was never touched there is none.
    private bool IsWantedWhole(ISegmentView view, SegmentFacts segment, bool unknown, long extent)
    {
        if (extent == 0 || ReadableBytes(segment) < segment.SizeBytes - 4096)
            return false;
        byte[] head = ArrayPool<byte>.Shared.Rent(HeadBytes);
        try
        {
            var read = head.AsSpan(0, view.Read(0, head.AsSpan(0, (int)Math.Min(HeadBytes, segment.SizeBytes))));
            return unknown ? _layout.WantsWhole(segment, read) : _layout.HoldsMore(segment, read);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(head);
        }
    }

    private PayloadExtent MeasureExtent(ISegmentView view, SegmentFacts segment)
    {
        // Reading a System V page that nobody has touched allocates it, so the unknown is searched only as far as memory
        // exists. A picture's own structure says where it ends; that may be beyond what the last sweep counted.
        long readable = ReadableBytes(segment);
        var extent = PayloadIdentifier.Measure(view.Read, Math.Min(readable, view.SizeBytes), _options.MaxPayloadBytes);
        return readable < view.SizeBytes && extent.Guess is not (PayloadFormat.Bytes or PayloadFormat.Empty)
            ? PayloadIdentifier.Measure(view.Read, view.SizeBytes, _options.MaxPayloadBytes)
            : extent;
    }

    private static long ReadableBytes(SegmentFacts segment) => segment.IsReadByFile
        ? segment.SizeBytes
        : Math.Min(segment.SizeBytes, Math.Max(segment.ResidentBytes, 4096));

    private static bool SecondLookAgrees(ISegmentView view, ReadOnlySpan<byte> copy)
    {
        byte[] scratch = ArrayPool<byte>.Shared.Rent(SecondLookBytes);
        try
        {
            for (int offset = 0; offset < copy.Length; offset += SecondLookBytes)
            {
                var expected = copy.Slice(offset, Math.Min(SecondLookBytes, copy.Length - offset));
                var found = scratch.AsSpan(0, expected.Length);
                if (view.Read(offset, found) != expected.Length || !found.SequenceEqual(expected))
                    return false;
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    /// <summary>The first mutex that is held, else the first; nothing for segments of a layout that is not known.</summary>
    private static LockReading MutexOf(ISegmentView view, SegmentFacts segment)
    {
        if (segment.Posix is null)
            return default;
        LockReading found = default;
        foreach (var mutex in ProcessMutexReader.Look(view, segment))
        {
            if (found.Kind == LockKind.None || found.State != LockState.Held)
                found = ProcessMutexReader.ToReading(mutex);
        }

        return found;
    }

    private ContentReading Conclude(
        ReadOutcome<bool> outcome, ReadOutcome<bool> judged, SegmentFacts segment, Content? previous, LayoutMatch? skimmed,
        bool reinterpret, DateTimeOffset now, ref Content? copied)
    {
        var reading = new ContentReading
        {
            Status = outcome.Status,
            Route = outcome.Route,
            Source = outcome.Source,
            Duration = outcome.Duration,
            Lock = outcome.LockAfter,
            Problem = outcome.Problem,
            Whole = outcome.Status == ReadStatus.Copied && copied is not null,
            Verdict = VerdictRules.Judge(judged, copied?.AgreedInPieces == true),
            LockBefore = judged.LockBefore.State,
            WriterIsAtIt = _isAtIt,
            Look = new DisciplineLook
            {
                StartedUtc = now,
                Before = outcome.LockBefore,
                After = outcome.LockAfter,
                Route = outcome.Route,
                LockTurn = outcome.LockTurn,
                LockHandedOver = outcome.LockHandedOver,
                ChangedUnderOurLock = outcome is { Route: ReadRoute.LockedAttach, Value: false },
            },
        };
        if (outcome.Status != ReadStatus.Copied || copied is null)
            return reading;
        var changed = copied;
        bool isSame = previous?.SameAs(changed) == true;
        if (isSame && !reinterpret)
        {
            if (previous!.Buffer is not null || (previous.Skim is not null && changed.Skim is not null))
                return reading;
            copied = null;
            return reading with { Recalled = changed };
        }

        if (skimmed is not null)
        {
            copied = null;
            return reading with { Changed = changed, Payload = skimmed.Describe(changed.Length), Verdict = VerdictRules.WithSequence(reading.Verdict, skimmed) };
        }

        var bytes = changed.Buffer!.Bytes.Span;
        var plain = PayloadIdentifier.Identify(bytes, segment.SizeBytes);
        if (plain.Format == PayloadFormat.Empty && !changed.IsEmpty)
            plain = plain with { Integrity = PayloadIntegrity.Unchecked };
        var payload = _layout.Describe(segment, bytes, plain);
        copied = null;
        return reading with
        {
            Changed = changed, Payload = payload, OnlyReinterpreted = isSame || IsReadFurther(segment, previous, changed), Verdict = VerdictRules.WithSequence(reading.Verdict, payload.Layout),
        };
    }

    // Of bytes that nothing explains, all are copied only while somebody or a guess may make a picture of them.
    private bool IsReadFurther(SegmentFacts segment, Content? previous, Content read) => previous is not null &&
        (Math.Min(previous.Length, read.Length), Math.Max(previous.Length, read.Length)) == (_options.MaxUnknownBytes, segment.SizeBytes) &&
        previous.AgreesAsFarAs(read);
}
