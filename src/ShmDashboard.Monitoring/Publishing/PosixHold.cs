using ShmDashboard.SharedMemory.Posix;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>
/// A POSIX segment that we made. Letting go removes it if it is still ours and nobody else has it mapped: the kernel would
/// keep it for ever, and whoever still uses it keeps it anyway.
/// </summary>
internal sealed class PosixHold(PosixSegment segment, SegmentCatalog catalog) : IDisposable
{
    private readonly (long Device, long Inode) _file = segment.FileIdentity;

    public void Dispose()
    {
        segment.Dispose();
        if (catalog.Find(segment.Id) is not { } facts || facts.FileIdentity != _file)
            return;
        if (!catalog.ScanAttachments().Of(facts).Any(attachment => attachment.Process.Pid != Environment.ProcessId))
            PosixSegment.Unlink(segment.Name);
    }
}
