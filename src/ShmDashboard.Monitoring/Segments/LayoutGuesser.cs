using System.Collections.Immutable;
using ShmDashboard.Imaging.Layouts.Finding;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Layouts;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>
/// Bytes that nothing explains may be a picture all the same: found out beside the looking, and said to be a guess. Used under the
/// gate: not thread-safe.
/// </summary>
/// <param name="context">What all trackers share.</param>
/// <param name="state">What is known of the segment.</param>
/// <param name="gate">Entered again by what was found.</param>
/// <param name="layout">Remembers the guess.</param>
/// <param name="show">Shows the newest content as what it is now taken for.</param>
internal sealed class LayoutGuesser(
    SamplingContext context, SegmentState state, SamplingGate gate, SegmentLayout layout, Action<SegmentRow, PayloadDescription> show)
{
    /// <summary>Takes a share of a copy that is worth a guess, before it may be forgotten; null for others.</summary>
    public FrameBuffer? Claim(FrameBuffer copy, PayloadDescription payload, DateTimeOffset now) =>
        state.Row is { } row && layout.ShouldGuess(row.Facts, payload, copy.Length, now) && copy.TryShare() ? copy : null;

    /// <summary>Guesses in its turn; nothing to do for null.</summary>
    public void Guess(FrameBuffer? copy)
    {
        if (copy is null)
            return;
        context.Guessing.Enqueue(() =>
        {
            try
            {
                var candidates = LayoutFinder.Find(copy.Bytes.Span, state.Row?.Facts.Name ?? "");
                using (gate.Enter())
                    Learn(candidates, copy.Bytes.Span);
            }
            finally
            {
                copy.Release();
            }
        });
    }

    private void Learn(ImmutableArray<LayoutCandidate> candidates, ReadOnlySpan<byte> copy)
    {
        if (!layout.Learn(candidates, copy) || state.Row is not { Gone: false, Frame: { } frame } row ||
            frame.Payload.Format is not (PayloadFormat.Bytes or PayloadFormat.RawPixels))
        {
            return;
        }

        var payload = layout.Describe(row.Facts, copy, PayloadIdentifier.Identify(copy, row.Facts.SizeBytes));
        if (payload.Layout is not null && payload.Layout != frame.Payload.Layout)
            show(row, payload);
    }
}
