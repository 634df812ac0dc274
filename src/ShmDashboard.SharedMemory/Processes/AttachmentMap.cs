using System.Collections.Immutable;

namespace ShmDashboard.SharedMemory.Processes;

/// <summary>
/// Who has which segment mapped, from one scan of every readable <c>/proc/*/maps</c>. Immutable.
/// Processes whose maps may not be read are missing, and <see cref="UnreadableProcesses"/> says how many.
/// </summary>
public sealed class AttachmentMap
{
    private readonly IReadOnlyDictionary<SegmentIdentity, ImmutableArray<Attachment>> _byObject;
    private readonly IReadOnlySet<int> _unreadable;

    internal AttachmentMap(
        IReadOnlyDictionary<SegmentIdentity, ImmutableArray<Attachment>> byObject,
        IReadOnlySet<int> unreadable,
        DateTimeOffset scannedUtc,
        ImmutableArray<UnlinkedFile> unlinked = default)
    {
        _byObject = byObject;
        Unlinked = unlinked.IsDefault ? [] : unlinked;
        _unreadable = unreadable;
        ScannedUtc = scannedUtc;
    }

    /// <summary>A map before any scan.</summary>
    public static AttachmentMap Empty { get; } = new(
        new Dictionary<SegmentIdentity, ImmutableArray<Attachment>>(), new HashSet<int>(), default);

    /// <summary>How many processes could not be looked into (another user's, mostly).</summary>
    public int UnreadableProcesses => _unreadable.Count;

    /// <summary>When the scan was made.</summary>
    public DateTimeOffset ScannedUtc { get; }

    /// <summary>POSIX files that are still mapped but have no name any more.</summary>
    public ImmutableArray<UnlinkedFile> Unlinked { get; }

    /// <summary>Whether it could not be looked into, so that what it has mapped is not known.</summary>
    public bool IsUnreadable(int pid) => _unreadable.Contains(pid);

    /// <summary>
    /// The mappings of a file of <c>/dev/shm</c>, for instance a semaphore's; empty when nobody we may look into has it.
    /// </summary>
    public ImmutableArray<Attachment> OfFile((long Device, long Inode) identity) => Of(SegmentIdentity.OfFile(identity));

    /// <summary>The mappings of a segment, in order of pid; empty when nobody we may look into has it mapped.</summary>
    public ImmutableArray<Attachment> Of(SegmentIdentity segment) =>
        _byObject.GetValueOrDefault(segment) is { IsDefault: false } found ? found : [];
}
