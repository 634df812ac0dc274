using System.Collections.Immutable;
using ShmDashboard.Imaging.Layouts.Finding;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring.Frames;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>Bytes that nothing explains may be a picture all the same: found out beside the looking, and said to be a guess.</summary>
internal sealed partial class SegmentTracker
{
    /// <summary>Takes a share of a copy that is worth a guess; null for others.</summary>
    private FrameBuffer? ToGuess_NeedsSampling(FrameBuffer copy, PayloadDescription payload, DateTimeOffset now) =>
        _row is { } row && _layout.ShouldGuess(row.Facts, payload, copy.Length, now) && copy.TryShare() ? copy : null;

    private void Guess(FrameBuffer? copy)
    {
        if (copy is null)
            return;
        _context.Guessing.Enqueue(() =>
        {
            var candidates = ImmutableArray<LayoutCandidate>.Empty;
            try
            {
                candidates = LayoutFinder.Find(copy.Bytes.Span);
                lock (_sampling)
                    Learn_NeedsSampling(candidates, copy);
            }
            finally
            {
                copy.Release();
            }
        });
    }

    // The frame that is shown becomes a picture, under a number of its own so that whoever waits for pictures sees it.
    private void Learn_NeedsSampling(ImmutableArray<LayoutCandidate> candidates, FrameBuffer copy)
    {
        if (!_layout.Learn(candidates, copy.Bytes.Span) || _row is not { Gone: false, Frame: { } frame } row ||
            frame.Payload.Format is not (PayloadFormat.Bytes or PayloadFormat.RawPixels))
        {
            return;
        }

        var payload = _layout.Describe(row.Facts, copy.Bytes.Span, PayloadIdentifier.Identify(copy.Bytes.Span, row.Facts.SizeBytes));
        if (payload.Layout is null || payload.Layout == frame.Payload.Layout)
            return;
        Interlocked.Increment(ref _sequence);
        Publish(row with { Frame = frame with { Payload = payload, Sequence = _sequence } }, isNewFrame: true);
    }
}
