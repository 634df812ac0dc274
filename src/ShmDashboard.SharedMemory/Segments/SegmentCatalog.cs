using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;

namespace ShmDashboard.SharedMemory.Segments;

/// <summary>
/// Every shared-memory segment of this machine (of this IPC and mount namespace), found without touching any.
/// Thread-safe: calls wait for each other.
/// </summary>
/// <remarks>
/// A sweep reads <c>/proc/sysvipc/shm</c>, the files of <c>/dev/shm</c> and Qt's key files. What did not change since the
/// last sweep comes back as the same object, so an idle machine costs nearly no allocation.
/// </remarks>
public sealed partial class SegmentCatalog
{
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly UserNames _users = new();
    private readonly QtKeyFileTable _keyFiles;
    private readonly PeerDirectories _peerDirectories = new();
    private readonly Namesakes _namesakes = new();
    private readonly SharedMemoryDevices _devices;
    private readonly string _posixDirectory;

    // Kept from call to call: text of the kernel.
    private byte[] _buffer = new byte[64 * 1024];
    private int _lastCount;
    private AttachmentMap _attachments = AttachmentMap.Empty;

    /// <summary>A catalogue that has not looked yet.</summary>
    /// <param name="options">Where to look.</param>
    /// <param name="time">The clock.</param>
    public SegmentCatalog(CatalogOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _posixDirectory = options.PosixDirectory.TrimEnd('/');
        Processes = new ProcessDirectory(time);
        Keys = new QtKeyRing();
        _devices = new SharedMemoryDevices(_posixDirectory);
        _keyFiles = new QtKeyFileTable(
            options.SearchUsualDirectories
                ? [QtNativeKey.TempPath(), "/tmp", .. options.KeyFileDirectories]
                : options.KeyFileDirectories,
            options.SearchUsualDirectories ? [QtNativeKey.RuntimePath()] : [],
            Keys);
    }

    /// <summary>The Qt keys heard of; remember one here and its segment gets its name with the next sweep.</summary>
    public QtKeyRing Keys { get; }

    /// <summary>Names of the processes met.</summary>
    public ProcessDirectory Processes { get; }

    /// <summary>
    /// All segments now: System V in order of number, then POSIX in order of name. Well under a millisecond for 200.
    /// </summary>
    public ImmutableArray<SegmentFacts> Sweep()
    {
        lock (_gate)
        {
            _keyFiles.Refresh(_time.GetUtcNow());
            ImmutableArray<SegmentFacts>.Builder segments = ImmutableArray.CreateBuilder<SegmentFacts>(_lastCount + 4);
            SweepSystemV_NeedsLock(segments);
            _namesakes.TellApart(segments);
            SweepPosix_NeedsLock(segments);
            _lastCount = segments.Count;
            return segments.DrainToImmutable();
        }
    }

    /// <summary>
    /// One segment, looked up afresh. A <c>qt:</c> id finds what a Qt program with that key would be given: the System V
    /// segment its key file leads to, else a POSIX one of the legacy name. The key is remembered when it was found.
    /// </summary>
    /// <returns>Null when there is none now, for instance a key file without a segment.</returns>
    public SegmentFacts? Find(SegmentId id)
    {
        SegmentFacts? found = FindIn(Sweep(), id);
        if (found is not null && id.Scheme == SegmentScheme.Qt && Keys.Remember(id.Value))
        {
            // Swept again so that the facts carry the name that is known now.
            found = FindIn(Sweep(), id) ?? found;
        }

        return found;
    }

    /// <summary>
    /// Who has which segment mapped: looks into every process. The dear one: some 10 µs a process, more on kernels before
    /// 6.11.
    /// </summary>
    public AttachmentMap ScanAttachments()
    {
        lock (_gate)
        {
            _attachments = new AttachmentScan(_devices, Processes).ScanAll(ref _buffer, _time.GetUtcNow());
            return _attachments;
        }
    }

    /// <summary>The mappings of one segment in one process, now; empty when it has none or may not be looked into.</summary>
    public ImmutableArray<Attachment> ScanAttachments(int pid, SegmentFacts segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        lock (_gate)
        {
            return new AttachmentScan(_devices, Processes).ScanOne(pid, segment, ref _buffer);
        }
    }

    private static SegmentFacts? FindIn(ImmutableArray<SegmentFacts> segments, SegmentId id)
    {
        foreach (SegmentFacts segment in segments)
        {
            if (segment.Id == id || segment.Aliases.Contains(id))
            {
                return segment;
            }
        }

        if (id.Scheme != SegmentScheme.Qt)
        {
            return null;
        }

        string fileName = QtNativeKey.FileName(id.Value, QtKeyPurpose.Segment);
        foreach (SegmentFacts segment in segments)
        {
            if (LeadsTo(segment, fileName))
            {
                return segment;
            }
        }

        return null;
    }

    private static bool LeadsTo(SegmentFacts segment, string fileName)
    {
        if (segment.PosixName == fileName)
        {
            return true;
        }

        if (segment.Qt is not { } qt)
        {
            return false;
        }

        if (qt.KeyFilePath is { } path && Path.GetFileName(path.AsSpan()).SequenceEqual(fileName))
        {
            return true;
        }

        foreach (string colliding in qt.CollidingPaths)
        {
            if (Path.GetFileName(colliding.AsSpan()).SequenceEqual(fileName))
            {
                return true;
            }
        }

        return false;
    }

    private static string Shortened(string letters, string hash) => letters + "…" + hash[^4..];

    private static DateTimeOffset? Time(long seconds) =>
        seconds > 0 ? DateTimeOffset.FromUnixTimeSeconds(Math.Min(seconds, 253402300799)) : null;
}
