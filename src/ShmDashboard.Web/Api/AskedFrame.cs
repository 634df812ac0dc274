using ShmDashboard.Monitoring;
using ShmDashboard.Monitoring.Layouts;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Api;

/// <summary>A frame that is read by a layout which the request names: with all bytes of the segment, which that layout may need.</summary>
/// <param name="monitor">Takes frames.</param>
/// <param name="library">Is told on which segment layouts are tried.</param>
internal sealed class AskedFrame(ISegmentMonitor monitor, LayoutLibrary library)
{
    /// <summary>The newest frame; null as in <see cref="ISegmentMonitor.LeaseFrameAsync"/>.</summary>
    /// <param name="id">Which segment.</param>
    /// <param name="asked">The layout, as <see cref="Imaging.Layouts.Documents.LayoutText"/>; null or empty for the segment's own.</param>
    /// <param name="cancellationToken">Gives up before the copy.</param>
    public async Task<FrameLease?> LeaseAsync(SegmentId id, string? asked, CancellationToken cancellationToken)
    {
        var lease = await monitor.LeaseFrameAsync(id, cancellationToken);
        if (string.IsNullOrEmpty(asked) || lease is null || lease.Bytes.Length >= lease.Row.Facts.SizeBytes)
            return lease;

        // Of a large segment in which nothing is known, only the beginning is copied until somebody tries layouts on it.
        lease.Dispose();
        using var trial = library.Try(id);
        return await monitor.LeaseFrameAsync(id, cancellationToken);
    }
}
