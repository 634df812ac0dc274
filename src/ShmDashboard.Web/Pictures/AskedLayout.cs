using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Pictures;

/// <summary>By which layout a frame's bytes are read: the one that was asked for, else the segment's own.</summary>
internal static class AskedLayout
{
    /// <summary>Where the pixels are; null where there are none.</summary>
    /// <param name="lease">The frame.</param>
    /// <param name="asked">As <see cref="LayoutText"/>; null or empty for the segment's own.</param>
    /// <param name="problem">What is wrong with what was asked for, as one sentence; null when nothing is.</param>
    public static PixelLayout? Of(FrameLease lease, string? asked, out Sentence? problem)
    {
        problem = null;
        if (string.IsNullOrEmpty(asked))
            return lease.Info.Payload.Layout?.Pixels is { } own && own.Check(lease.Bytes.Length) is null ? own : null;
        if (LayoutText.Read(asked, out problem) is not { } document)
            return null;

        var reading = LayoutReader.Read(document, lease.Bytes.Span);
        if (reading.Problem is { } misfit)
            problem = Misfit(lease, asked, misfit);
        return reading.Pixels;
    }

    // Of what is larger than is ever copied, a misfit tells of the copy and not of the segment.
    private static Sentence Misfit(FrameLease lease, string asked, Sentence misfit) => lease is { Bytes.Length: 0, Row.Facts.SizeBytes: > 0 }
        ? Sentence.Of($"Cannot read '{lease.Row.Id}' by the layout {asked}: it holds only zeros as far as its {lease.Row.Facts.SizeBytes:N0} bytes were looked at.")
        : lease.Bytes.Length < lease.Row.Facts.SizeBytes
        ? Sentence.Of($"Cannot read '{lease.Row.Id}' by the layout {asked}: {misfit} Only the first {lease.Bytes.Length:N0} of {lease.Row.Facts.SizeBytes:N0} bytes were looked at.")
        : Sentence.Of($"Cannot read '{lease.Row.Id}' by the layout {asked}: {misfit}");
}
