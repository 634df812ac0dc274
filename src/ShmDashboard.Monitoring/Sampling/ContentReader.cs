using System.Buffers;
using System.Collections.Immutable;
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
internal sealed class ContentReader(SegmentReader reader, MonitorOptions options, ReadOptions readOptions, SegmentLayout layout)
{
    private const int MaxAttempts = 3;
    private const int SecondLookBytes = 64 << 10;
    private const int HeadBytes = 4096;

    // The second look at a copy of that size takes longer than a millisecond.
    private const int LargeBytes = 2 << 20;

    private readonly ChangeProbe _probe = new();

    /// <summary>Memory of large copies.</summary>
    public LargeBuffers Large { get; } = new();

    /// <summary>Reads.</summary>
    /// <param name="segment">Which.</param>
    /// <param name="attachments">Who has it mapped, for reading without a trace.</param>
    /// <param name="previous">What it held before, if anything is known.</param>
    /// <param name="depth">Whether hints of "same" are enough this time, and which.</param>
    /// <param name="now">The time, which it is not yet past.</param>
    public ContentReading Read(
        SegmentFacts segment, ImmutableArray<Attachment> attachments, Content? previous, LookDepth depth, DateTimeOffset now)
    {
        Content? copied = null;
        bool reinterpret = layout.IsOutdated;
        LockReading mutexBefore = default, mutexBetween = default, mutexAfter = default, between = default;
        try
        {
            var outcome = reader.Read(segment, attachments, readOptions, view =>
            {
                // A route may fail half-way and the reader take the next: what the first copied is dropped.
                copied?.Buffer?.Release();
                copied = null;
                if (depth != LookDepth.Whole && !reinterpret && previous?.Buffer is { } buffer && previous.Samples.Length == 0 &&
                    _probe.LooksSame(view, buffer.Bytes.Span, depth))
                {
                    return true;
                }

                mutexBefore = MutexOf(view, segment);
                bool agreed = Copy(view, segment, depth, () =>
                {
                    between = view.HoldsLock ? default : reader.LockOf(segment);
                    mutexBetween = MutexOf(view, segment);
                    return view.HoldsLock || between.Kind != LockKind.None || mutexBetween.Kind != LockKind.None;
                }, out copied);
                mutexAfter = MutexOf(view, segment);
                return agreed;
            });

            // A mutex inside the segment counts where there is no lock beside it.
            var judged = outcome.LockBefore.State == LockState.None && mutexBefore.Kind == LockKind.ProcessMutex
                ? VerdictRules.WithBetween(outcome with { LockBefore = mutexBefore, LockAfter = mutexAfter }, mutexBetween)
                : VerdictRules.WithBetween(outcome, between);
            return Conclude(outcome, judged, segment, previous, reinterpret, now, ref copied);
        }
        finally
        {
            copied?.Buffer?.Release();
        }
    }

    private bool Copy(ISegmentView view, SegmentFacts segment, LookDepth depth, Func<bool> hasLock, out Content copied)
    {
        var extent = MeasureExtent(view, segment);
        int length = (int)Math.Min(extent.LengthBytes, options.MaxPayloadBytes);
        bool unknown = extent.Guess is PayloadFormat.Bytes or PayloadFormat.Empty;
        if (segment.SizeBytes <= options.MaxPayloadBytes && IsWantedWhole(view, segment, unknown, extent.LengthBytes))
            length = (int)segment.SizeBytes;
        else if (unknown)
            length = (int)Math.Min(length, options.MaxUnknownBytes);

        var buffer = FrameBuffer.Rent(length, Large);
        try
        {
            // Peers wait for the lock while we have it: whoever changes the content even so is not worth a second copy then.
            int attempts = view.HoldsLock ? 1 : MaxAttempts;
            bool agreed = false;
            bool inPieces = false;
            for (int attempt = 0; attempt < attempts && !agreed; attempt++)
            {
                buffer.Length = view.Read(0, buffer.Writable[..length]);
                bool isLocked = hasLock();
                // Where nobody locks, agreeing means little: who writes a large frame meanwhile shows in one of a thousand pieces.
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
            return unknown ? layout.WantsWhole(segment, read) : layout.Claims(segment, read);
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
        var extent = PayloadIdentifier.Measure(view.Read, Math.Min(readable, view.SizeBytes), options.MaxPayloadBytes);
        return readable < view.SizeBytes && extent.Guess is not (PayloadFormat.Bytes or PayloadFormat.Empty)
            ? PayloadIdentifier.Measure(view.Read, view.SizeBytes, options.MaxPayloadBytes)
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
        if (segment.Kind != SegmentKind.Posix)
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
        ReadOutcome<bool> outcome, ReadOutcome<bool> judged, SegmentFacts segment, Content? previous, bool reinterpret,
        DateTimeOffset now, ref Content? copied)
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
            if (previous!.Buffer is not null)
                return reading;
            copied = null;
            return reading with { Recalled = changed };
        }

        var bytes = changed.Buffer!.Bytes.Span;
        var plain = PayloadIdentifier.Identify(bytes, segment.SizeBytes);
        if (plain.Format == PayloadFormat.Empty && !changed.IsEmpty)
            plain = plain with { Integrity = PayloadIntegrity.Unchecked };
        var payload = layout.Describe(segment, bytes, plain);
        copied = null;
        return reading with { Changed = changed, Payload = payload, OnlyReinterpreted = isSame };
    }
}
