using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Kinds;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.SharedMemory.SystemV;

namespace ShmDashboard.SharedMemory.Reading;

/// <summary>
/// Copies out of segments by the least disturbing way the kernel allows: a peer's memory, else a brief attach under Qt's
/// lock, else a brief attach without; POSIX segments by file. Never creates, resets or removes anything, but for one case:
/// when the last Qt program left while we were attached, its tidying up is done in its place, because it could not see
/// that it was the last. Thread-safe; attaching reads of one segment wait for each other, those of other processes with this library included.
/// </summary>
public sealed class SegmentReader
{
    private readonly Dictionary<SegmentKind, ISegmentOpener> _openers;
    private readonly LockObserver _locks;

    /// <summary>A reader.</summary>
    /// <param name="locks">Looks at locks before and after each copy.</param>
    /// <param name="processes">Tells who lives.</param>
    /// <param name="time">Measures the copies.</param>
    /// <param name="posixDirectory">Where POSIX segments are files.</param>
    public SegmentReader(
        LockObserver locks, ProcessDirectory processes, TimeProvider time, string posixDirectory = PosixFiles.Directory)
    {
        ArgumentNullException.ThrowIfNull(locks);
        ArgumentNullException.ThrowIfNull(processes);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(posixDirectory);
        _locks = locks;
        posixDirectory = posixDirectory.TrimEnd('/');
        var reading = new ReadingContext
        {
            Locks = locks,
            Processes = processes,
            Time = time,
            PosixDirectory = posixDirectory,
            Peers = new PeerReader(new SharedMemoryDevices(posixDirectory), time),
        };
        _openers = SegmentKinds.All.ToDictionary(kind => kind.Kind, kind => kind.Opener(reading));
    }

    /// <summary>The lock that a segment is read under, now; some microseconds, without touching it.</summary>
    public LockReading LockOf(SegmentFacts segment) => _locks.Read(segment);

    /// <summary>Reads a segment by running a copier over a view of it.</summary>
    /// <param name="segment">Which; a fresh look.</param>
    /// <param name="attachments">Who has it mapped, as last scanned; checked anew before use. Empty is allowed.</param>
    /// <param name="options">Which ways may be gone.</param>
    /// <param name="copier">
    /// Takes what it needs and returns. Nothing else: by one of the ways it runs while Qt's lock is held. It may be run a
    /// second time when the first way breaks off. What it throws goes to the caller after everything is undone.
    /// </param>
    public ReadOutcome<T> Read<T>(
        SegmentFacts segment, ImmutableArray<Attachment> attachments, ReadOptions options, Func<ISegmentView, T> copier)
    {
        ArgumentNullException.ThrowIfNull(segment);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(copier);
        return _openers[segment.Kind].Read(segment, attachments.IsDefault ? [] : attachments, options, copier);
    }
}
