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
    private readonly Lazy<ImmutableArray<ProcessCredentials>> _unreadableUsers;

    internal AttachmentMap(
        IReadOnlyDictionary<SegmentIdentity, ImmutableArray<Attachment>> byObject,
        IReadOnlySet<int> unreadable,
        DateTimeOffset scannedUtc,
        ImmutableArray<UnnamedMemory> unnamed = default)
    {
        _byObject = byObject;
        Unnamed = unnamed.IsDefault ? [] : unnamed;
        _unreadable = unreadable;
        _unreadableUsers = new Lazy<ImmutableArray<ProcessCredentials>>(() => ReadCredentials(unreadable));
        ScannedUtc = scannedUtc;
    }

    /// <summary>A map before any scan.</summary>
    public static AttachmentMap Empty { get; } = new(
        new Dictionary<SegmentIdentity, ImmutableArray<Attachment>>(), new HashSet<int>(), default);

    /// <summary>How many processes could not be looked into (another user's, mostly).</summary>
    public int UnreadableProcesses => _unreadable.Count;

    /// <summary>When the scan was made.</summary>
    public DateTimeOffset ScannedUtc { get; }

    /// <summary>Shared memory without a name that is mapped or open: memfds, files unlinked since, anonymous.</summary>
    public ImmutableArray<UnnamedMemory> Unnamed { get; }

    /// <summary>
    /// Who may have a file open among those that could not be looked into. Reads their credentials, once, when first asked:
    /// some 15 µs for each of them.
    /// </summary>
    /// <param name="ownerUid">Whose file.</param>
    /// <param name="groupId">Its group.</param>
    /// <param name="mode">Its permission bits.</param>
    /// <param name="writing">Only who may write to it matters: a semaphore is opened for both.</param>
    public UnseenUsers UnseenOf(uint ownerUid, uint groupId, int mode, bool writing)
    {
        int privileged = 0;
        int others = 0;
        foreach (var process in _unreadableUsers.Value)
        {
            if (!process.MayOpen(ownerUid, groupId, mode, writing ? 6 : 4))
                continue;

            if (process.Uid == 0 || process.Uid == ownerUid)
                privileged++;
            else
                others++;
        }

        return new UnseenUsers(privileged, others);
    }

    private static ImmutableArray<ProcessCredentials> ReadCredentials(IReadOnlySet<int> pids)
    {
        byte[] buffer = new byte[2048];
        return [.. pids.Select(pid => ProcessCredentials.Read(pid, ref buffer)).OfType<ProcessCredentials>()];
    }

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
