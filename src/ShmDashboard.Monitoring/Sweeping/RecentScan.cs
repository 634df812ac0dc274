using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Sweeping;

/// <summary>
/// Who has what mapped, not older than is asked for: every process's mappings are read for it, so one scan serves all who
/// ask for a while. Thread-safe.
/// </summary>
/// <param name="catalog">Scans.</param>
/// <param name="maxAge">How old a scan may be.</param>
/// <param name="time">The clock.</param>
internal sealed class RecentScan(SegmentCatalog catalog, TimeSpan maxAge, TimeProvider time)
{
    private readonly Lock _scanning = new();
    private AttachmentMap? _attachments;
    private long _scannedAt;

    /// <summary>The last scan, or a new one.</summary>
    public AttachmentMap Get()
    {
        lock (_scanning)
        {
            if (_attachments is null || time.GetElapsedTime(_scannedAt) >= maxAge)
                (_attachments, _scannedAt) = (catalog.ScanAttachments(), time.GetTimestamp());
            return _attachments;
        }
    }
}
