using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.Writing;
using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Layouts;
using ShmDashboard.Monitoring.Publishing;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Pictures;

/// <summary>
/// Finds out by which layout, and where, a picture would be written: in a segment that is there, or in one that is made for it.
/// Changes nothing but what is remembered of names. Thread-safe.
/// </summary>
public sealed class FrameTargets(ISegmentMonitor monitor, LayoutLibrary library)
{
    /// <summary>What a choice comes to.</summary>
    /// <param name="id">The segment.</param>
    /// <param name="choice">What was chosen.</param>
    /// <param name="width">Pixels in a row of the picture, upright.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <returns>What to write; or why there is nothing to write, as one sentence.</returns>
    public async Task<(FrameTarget? Target, Sentence? Problem)> ResolveAsync(
        SegmentId id, FrameChoice choice, int width, int height, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(choice);
        using var lease = await monitor.LeaseFrameAsync(id, cancellationToken);
        if (choice.Layout is null)
        {
            return lease is null ? (null, Sentence.Of($"Cannot write a frame to '{id}': there is no such segment whose layout could be taken. Choose a layout and a size."))
                : lease.Info.Payload.Layout is { } own ? (Make(own.Document, null, own.Pixels, choice, width, height), null)
                : (null, Sentence.Of($"Cannot write a frame to '{id}': it holds no raw pixels whose layout is known. Choose a layout, or lay one down first."));
        }

        if (Find(choice.Layout, out var problem) is not { } document)
            return (null, problem);
        if (lease is not null)
        {
            return PixelsIn(lease, document, out problem) is { } pixels
                ? (Make(document, null, pixels, choice, width, height), null)
                : (null, Sentence.Of($"Cannot write a frame to '{id}' in this layout: {problem}"));
        }

        var blank = BlankSegment.Of(document, choice.Width ?? width, choice.Height ?? height, choice.Format, out var cannotMake);
        return blank is not null ? (Make(document, blank, blank.Pixels, choice, width, height), null)
            : (null, Sentence.Of($"Cannot make '{id}' in this layout: {cannotMake}"));
    }

    /// <summary>
    /// What was made in a layout is read by it from now on: where neither its name nor its bytes tell, the layout is laid down for the
    /// name.
    /// </summary>
    public async Task RememberAsync(PublishResult result, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result is not { Succeeded: true, Action: PublishAction.Create, Frame: { } frame })
            return;
        if (await monitor.LookAsync(result.Target, cancellationToken) is not { } row)
            return;
        var found = row.Frame?.Payload.Layout;
        if (found is { Origin: LayoutOrigin.User or LayoutOrigin.BuiltIn } && found.Pixels == frame.Pixels)
            return;
        await library.SetAsync(LayoutLibrary.SubjectOf(row.Facts).Name, frame.Document);
        await monitor.LookAsync(result.Target, cancellationToken);
    }

    private static FrameTarget Make(LayoutDocument document, BlankSegment? blank, PixelLayout pixels, FrameChoice choice, int width, int height) => new(
        new FrameOrder(document, blank, choice.Fitting), new FrameConversion(document, pixels, width, height, choice.Fitting));

    private LayoutDocument? Find(string layout, out Sentence? problem)
    {
        if (layout.Contains('~', StringComparison.Ordinal))
            return LayoutText.Read(layout, out problem);
        var known = library.Known.FirstOrDefault(known => known.Id == layout);
        problem = known is null ? Sentence.Of($"Cannot write in the layout '{layout}': it is none that is known. GET /api/layouts/known lists them; a place such as 640x480~bgr24 is one too.") : null;
        return known?.Document;
    }

    // What looks like text or a picture file is not copied whole: where nothing but constants tells, none of it is needed.
    private static PixelLayout? PixelsIn(FrameLease lease, LayoutDocument document, out Sentence? problem)
    {
        long size = lease.Row.Facts.SizeBytes;
        if (lease.Bytes.Length < size && document is { Header: null, Slots: null, Width: { } width, Height: { } height, Format: { } format })
        {
            var pixels = BlankSegment.Of(document, width, height, format, out problem)?.Pixels;
            problem ??= pixels!.Check(size);
            return problem is null ? pixels : null;
        }

        var reading = LayoutReader.Read(document, lease.Bytes.Span);
        problem = reading.Problem;
        return reading.Pixels;
    }
}
