using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Kinds;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;

namespace ShmDashboard.SharedMemory.Segments;

/// <summary>
/// Every shared-memory segment of this machine (of this IPC and mount namespace), found without touching any.
/// Thread-safe: calls wait for each other, but none for a look through all processes, which is the dear one.
/// </summary>
/// <remarks>
/// A sweep reads <c>/proc/sysvipc/shm</c>, the files of <c>/dev/shm</c> and Qt's key files. What did not change since the
/// last sweep comes back as the same object, and in the same array where nothing did, so an idle machine costs nearly no allocation.
/// </remarks>
public sealed class SegmentCatalog
{
    /// <summary>How old what is known of open files may be while nobody asks for memory without a name.</summary>
    private static readonly TimeSpan s_openFilesAge = TimeSpan.FromSeconds(5);

    /// <summary>How old the list of key files may be where one segment is looked up whose file is asked itself.</summary>
    private static readonly TimeSpan s_keyFilesAge = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Lock _scanGate = new();
    private readonly FindingContext _finding;
    private readonly ImmutableArray<ISegmentSource> _sources;
    private readonly SharedMemoryDevices _devices;

    // Kept from call to call: text of the kernel. The first is the gate's, the other with the time that of the scans.
    private byte[] _buffer = new byte[64 * 1024];
    private ImmutableArray<SegmentFacts> _last = [];
    private readonly ImmutableArray<SegmentFacts>.Builder _listing = ImmutableArray.CreateBuilder<SegmentFacts>();
    private byte[] _scanBuffer = new byte[64 * 1024];
    private DateTimeOffset _openFilesUtc;

    /// <summary>A catalogue that has not looked yet.</summary>
    /// <param name="options">Where to look.</param>
    /// <param name="time">The clock.</param>
    public SegmentCatalog(CatalogOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        Processes = new ProcessDirectory(time);
        Keys = new QtKeyRing();
        string posixDirectory = options.PosixDirectory.TrimEnd('/');
        _devices = new SharedMemoryDevices(posixDirectory);
        _finding = new FindingContext
        {
            Time = time,
            Processes = Processes,
            Keys = Keys,
            KeyFiles = new QtKeyFileTable(
                options.SearchUsualDirectories
                    ? [QtNativeKey.TempPath(), "/tmp", "/", .. options.KeyFileDirectories]
                    : options.KeyFileDirectories,
                options.SearchUsualDirectories ? [QtNativeKey.RuntimePath()] : options.RuntimeDirectories,
                Keys),
            PosixDirectory = posixDirectory,
        };
        _finding.FindUnnamed = (pid, inode) => Scan().FindUnnamed(pid, inode, ref _buffer);
        _sources = [.. SegmentKinds.All.Select(kind => kind.Source(_finding))];
    }

    /// <summary>The Qt keys heard of; remember one here and its segment gets its name with the next sweep.</summary>
    public QtKeyRing Keys { get; }

    /// <summary>Names of the processes met.</summary>
    public ProcessDirectory Processes { get; }

    /// <summary>
    /// All segments now: System V in order of number, then POSIX in order of name. Well under a millisecond for 200.
    /// </summary>
    public ImmutableArray<SegmentFacts> Sweep() => Sweep(null);

    /// <summary>All segments now, and behind them memory without a name.</summary>
    /// <param name="unnamed">Which of it; null for none. It is as of the last <see cref="ScanAttachments()"/>.</param>
    public ImmutableArray<SegmentFacts> Sweep(Func<SegmentIdentity, bool>? unnamed)
    {
        lock (_gate)
        {
            _finding.WantsUnnamed = unnamed;
            _finding.KeyFiles.Refresh(_time.GetUtcNow());
            _listing.Clear();
            foreach (var source in _sources)
                source.List(_listing);

            return _last = IsLast_NeedsLock() ? _last : _listing.ToImmutable();
        }
    }

    /// <summary>
    /// One segment, looked up afresh, without looking at those of other kinds. A <c>qt:</c> id finds what a Qt program with
    /// that key would be given: the System V segment its key file leads to, else a POSIX one of the legacy name. The key is
    /// remembered when it was found.
    /// </summary>
    /// <returns>Null when there is none now, for instance a key file without a segment.</returns>
    public SegmentFacts? Find(SegmentId id)
    {
        lock (_gate)
        {
            var found = Find_NeedsLock(id);

            // Looked up again so that the facts carry the name that is known now.
            return found is not null && id.Scheme == SegmentScheme.Qt && Keys.Remember(id.Value)
                ? Find_NeedsLock(id) ?? found
                : found;
        }
    }

    /// <summary>
    /// The key files of segments and locks, and where they were looked for: the usual directories, the root directory, into
    /// which Qt puts them by mistake, and those of programs whose segment's file is in none of these.
    /// </summary>
    public (ImmutableArray<FoundKeyFile> Files, ImmutableArray<string> Directories) FindKeyFiles()
    {
        lock (_gate)
        {
            _finding.KeyFiles.Refresh(_time.GetUtcNow());
            return (_finding.KeyFiles.All, _finding.KeyFiles.Directories);
        }
    }

    /// <summary>The last scan of who has what mapped, by whomever it was asked for.</summary>
    public AttachmentMap LastAttachments => _finding.Attachments;

    /// <summary>
    /// Who has which segment mapped: looks into every process. The dear one: some 10 µs a process, more on kernels before
    /// 6.11.
    /// </summary>
    public AttachmentMap ScanAttachments() => ScanAttachments(openFiles: false);

    /// <inheritdoc cref="ScanAttachments()"/>
    /// <param name="openFiles">
    /// Whether open files have to be as of now too, through which memory without a name may be held; else they are looked at
    /// every 5 s.
    /// </param>
    public AttachmentMap ScanAttachments(bool openFiles)
    {
        lock (_scanGate)
        {
            var now = _time.GetUtcNow();
            openFiles |= now - _openFilesUtc >= s_openFilesAge;
            _openFilesUtc = openFiles ? now : _openFilesUtc;
            return _finding.Attachments = Scan().ScanAll(ref _scanBuffer, now, openFiles, _finding.Attachments);
        }
    }

    /// <summary>The mappings of one segment in one process, now; empty when it has none or may not be looked into.</summary>
    public ImmutableArray<Attachment> ScanAttachments(int pid, SegmentFacts segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        lock (_gate)
            return Scan().ScanOne(pid, segment.Identity, ref _buffer);
    }

    private bool IsLast_NeedsLock()
    {
        if (_listing.Count != _last.Length)
            return false;
        for (int i = 0; i < _last.Length; i++)
        {
            if (!ReferenceEquals(_listing[i], _last[i]))
                return false;
        }

        return true;
    }

    private AttachmentScan Scan() => new(_devices, Processes, _finding.PosixDirectory);

    private SegmentFacts? Find_NeedsLock(SegmentId id)
    {
        _finding.KeyFiles.Refresh(_time.GetUtcNow(), s_keyFilesAge);
        var found = FindInSources_NeedsLock(id);
        if (_finding.KeyFiles.IsSettled || (found is not null && IsStillLedTo(found)))
            return found;

        _finding.KeyFiles.Refresh(_time.GetUtcNow());
        return FindInSources_NeedsLock(id);
    }

    private static bool IsStillLedTo(SegmentFacts segment) =>
        segment.Qt?.KeyFilePath is not { } path || segment.SystemV?.Key is not { } key || QtKeyFile.LeadsTo(path, key);

    private SegmentFacts? FindInSources_NeedsLock(SegmentId id)
    {
        foreach (var source in _sources)
        {
            if (source.Find(id) is { } found)
                return found;
        }

        return null;
    }
}
