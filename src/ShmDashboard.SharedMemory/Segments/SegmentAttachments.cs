using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.SharedMemory.Segments;

/// <summary>Mappings by facts.</summary>
public static class SegmentAttachments
{
    /// <summary>The mappings of a segment, in order of pid; empty when nobody we may look into has it mapped.</summary>
    public static ImmutableArray<Attachment> Of(this AttachmentMap attachments, SegmentFacts segment)
    {
        ArgumentNullException.ThrowIfNull(attachments);
        ArgumentNullException.ThrowIfNull(segment);
        return attachments.Of(segment.Identity);
    }
}
