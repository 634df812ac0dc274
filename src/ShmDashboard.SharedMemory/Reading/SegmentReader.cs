using System.Collections.Immutable;
using Microsoft.Win32.SafeHandles;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.Reading;

/// <summary>
/// Copies out of segments by the least disturbing way the kernel allows: a peer's memory, else a brief attach under Qt's
/// lock, else a brief attach without; POSIX segments by file. Never creates, resets or removes anything, but for one case:
/// when the last Qt program left while we were attached, its tidying up is done in its place, because it could not see
/// that it was the last. Thread-safe; attaching reads of one segment wait for each other, those of other processes with this library included.
/// </summary>
public sealed partial class SegmentReader
{
    private const int GateCount = 64;
    private const int RefusalCapacity = 1024;
    private static readonly TimeSpan s_refusalTrust = TimeSpan.FromSeconds(5);

    private readonly LockObserver _locks;
    private readonly ProcessDirectory _processes;
    private readonly TimeProvider _time;
    private readonly SharedMemoryDevices _devices;
    private readonly string _posixDirectory;

    // Two attachments of ours at once would each hide from the other that all peers have left.
    private readonly Lock[] _attachGates = [.. Enumerable.Range(0, GateCount).Select(_ => new Lock())];

    // Counted under the gate of the same number.
    private readonly long[] _lockTurns = new long[GateCount];

    private readonly Lock _refusalGate = new();
    private readonly Dictionary<int, long> _refusedAt = [];

    [ThreadStatic]
    private static byte[]? s_text;

    [ThreadStatic]
    private static List<Mapping>? s_mappings;

    /// <summary>A reader.</summary>
    /// <param name="locks">Looks at locks before and after each copy.</param>
    /// <param name="processes">Tells who lives.</param>
    /// <param name="time">Measures the copies.</param>
    /// <param name="posixDirectory">Where POSIX segments are files.</param>
    public SegmentReader(
        LockObserver locks, ProcessDirectory processes, TimeProvider time, string posixDirectory = "/dev/shm")
    {
        ArgumentNullException.ThrowIfNull(locks);
        ArgumentNullException.ThrowIfNull(processes);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(posixDirectory);
        _locks = locks;
        _processes = processes;
        _time = time;
        _posixDirectory = posixDirectory.TrimEnd('/');
        _devices = new SharedMemoryDevices(_posixDirectory);
    }

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
        return segment.Kind == SegmentKind.Posix
            ? ReadFile(segment, copier)
            : ReadSystemV(segment, attachments.IsDefault ? [] : attachments, options, copier);
    }

    private ReadOutcome<T> ReadFile<T>(SegmentFacts segment, Func<ISegmentView, T> copier)
    {
        const string Tried = "read segment";
        string subject = $"'{segment.Name}'";
        LockReading before = _locks.Read(segment);
        using SafeFileHandle? file = KernelFile.TryOpen(
            $"{_posixDirectory}/{segment.PosixName}",
            LibC.O_RDONLY | LibC.O_CLOEXEC | LibC.O_NOFOLLOW | LibC.O_NONBLOCK, 0, out int errno);
        if (file is null)
        {
            return Failure<T>(errno, ReadRoute.FileRead, before, Errno.Sentence(
                Tried, subject, "open", errno,
                Errno.IsDenied(errno) ? $"it belongs to {segment.OwnerName}" : null,
                Errno.IsDenied(errno) ? Errno.RunAs(segment.OwnerName) : null));
        }

        if (!FileStatus.TryGet(file, out FileStatus status, out errno))
        {
            return Failure<T>(errno, ReadRoute.FileRead, before, Errno.Sentence(Tried, subject, "statx", errno));
        }

        if (!status.IsRegular)
        {
            return new ReadOutcome<T>
            {
                Status = ReadStatus.Failed,
                Route = ReadRoute.FileRead,
                LockBefore = before,
                LockAfter = before,
                Problem = $"Cannot read segment {subject}: it is not a regular file. Shared memory is; leave it alone.",
            };
        }

        if (segment.FileIdentity != default && status.Identity != segment.FileIdentity)
        {
            return new ReadOutcome<T>
            {
                Status = ReadStatus.Gone,
                Route = ReadRoute.FileRead,
                LockBefore = before,
                LockAfter = before,
                Problem = $"Cannot read segment {subject}: another file has its name now. Look again.",
            };
        }

        try
        {
            return Copy(segment, new FileView(file, status.SizeBytes), copier, ReadRoute.FileRead, null, before);
        }
        catch (SegmentGoneException gone)
        {
            return Failure<T>(Errno.ENOENT, ReadRoute.FileRead, before, gone.Message);
        }
    }

    private ReadOutcome<T> ReadSystemV<T>(
        SegmentFacts segment, ImmutableArray<Attachment> attachments, ReadOptions options, Func<ISegmentView, T> copier)
    {
        LockReading before = _locks.Read(segment);
        if (options.AllowPeerMemory)
        {
            if (ReadPeers(segment, attachments, copier, before) is { } outcome)
            {
                return outcome;
            }

            if (options is { FindAttachments: { } find, AllowAttach: true } && IsUsed(segment))
            {
                ImmutableArray<Attachment> others = [.. find(segment).Except(attachments)];
                if (ReadPeers(segment, others, copier, before) is { } second)
                {
                    return second;
                }

                attachments = attachments.AddRange(others);
            }
        }

        if (!options.AllowAttach)
        {
            return new ReadOutcome<T>
            {
                Status = ReadStatus.Denied,
                Route = ReadRoute.PeerMemory,
                LockBefore = before,
                LockAfter = before,
                Problem = $"Cannot read segment '{segment.Name}' without attaching it: " +
                    (attachments.IsEmpty
                        ? "no process is known to have it attached"
                        : "the memory of the processes that have it attached may not be read, or has changed") +
                    ". Allow attaching, or run this program as their user or as root.",
            };
        }

        uint gate = (uint)(segment.ShmId ?? 0) % GateCount;
        lock (_attachGates[gate])
        {
            if (IsLockUnknown(segment, options))
            {
                return BusyUnlessGone<T>(segment, before,
                    $"Cannot read segment '{segment.Name}' now: its key file, which tells its lock, has gone or is one of several, and " +
                    "attaching without the lock could keep a Qt program from removing it. Look again, or run this program as the " +
                    "user of the programs that have it attached: then it is read from their memory.");
            }

            if (!AttachTurn.TryTake(segment, options.LockTimeout, _time, out AttachTurn turnAmongReaders))
            {
                return BusyUnlessGone<T>(segment, before,
                    $"Cannot read segment '{segment.Name}' now: another dashboard has it attached, or it was made anew, and two at " +
                    "once could keep Qt programs from removing it. Look again, or stop the other dashboard.");
            }

            using AttachTurn ending = turnAmongReaders;
            bool handedOver = false;
            SemaphoreSet? taken = options.AllowLock
                ? TakeLock(segment, options.LockTimeout, ref before, out handedOver)
                : null;
            if (taken is { } set)
            {
                long turn = ++_lockTurns[gate];
                return ReadLocked(segment, set, copier, before) with { LockTurn = turn, LockHandedOver = handedOver };
            }

            return options.AllowLock && MightLeaveNow(segment, before, options)
                ? Busy<T>(before, MightLeave(segment, before))
                : ReadUnlocked(segment, attachments, copier, before);
        }
    }

    private static bool IsUsed(SegmentFacts segment) =>
        SystemVAttachment.TryStat(segment.ShmId ?? -1, out ShmIdDs now, out _) && now.AttachCount > 0;

    private ReadOutcome<T>? ReadPeers<T>(
        SegmentFacts segment, ImmutableArray<Attachment> attachments, Func<ISegmentView, T> copier, LockReading before)
    {
        foreach (Attachment attachment in attachments)
        {
            if (ReadPeer(segment, attachment, copier, before) is { } outcome)
            {
                return outcome;
            }
        }

        return null;
    }

    // Null: this process cannot serve; try another way.
    private ReadOutcome<T>? ReadPeer<T>(
        SegmentFacts segment, Attachment source, Func<ISegmentView, T> copier, LockReading before)
    {
        int pid = source.Process.Pid;
        if (source.FileOffset != 0 || source.LengthBytes < segment.SizeBytes || segment.ShmId is not { } shmId ||
            IsRefused(pid))
        {
            return null;
        }

        byte[] text = s_text ??= new byte[16 * 1024];
        List<Mapping> mappings = s_mappings ??= [];
        using ProcessMaps? maps = ProcessMaps.TryOpen(pid, _devices, out int errno);
        if (maps is null)
        {
            Refuse(pid, errno);
            return null;
        }

        bool mapped = maps.StillMaps(shmId, source.Address, mappings, ref text);
        s_text = text;
        if (!mapped)
        {
            return null;
        }

        var view = new PeerMemoryView(source, segment.SizeBytes);
        try
        {
            ReadOutcome<T> outcome = Copy(segment, view, copier, ReadRoute.PeerMemory, source.Process, before);
            mapped = maps.StillMaps(shmId, source.Address, mappings, ref text);
            s_text = text;
            return mapped ? outcome : null;
        }
        catch (SegmentGoneException) when (view.Errno != 0)
        {
            Refuse(pid, view.Errno);
            return null;
        }
    }

    private ReadOutcome<T> ReadLocked<T>(
        SegmentFacts segment, SemaphoreSet set, Func<ISegmentView, T> copier, LockReading before)
    {
        ReadOutcome<T> outcome;
        try
        {
            outcome = CopyAttached(segment, copier, ReadRoute.LockedAttach, before, out _);
        }
        finally
        {
            // Whatever came of it: not ours any more (a foreign create() reset it) or removed is as good as released.
            set.Release(out _);
        }

        return outcome with { LockAfter = _locks.Read(segment) };
    }

    private ReadOutcome<T> ReadUnlocked<T>(
        SegmentFacts segment, ImmutableArray<Attachment> attachments, Func<ISegmentView, T> copier, LockReading before)
    {
        bool known = SystemVAttachment.TryStat(segment.ShmId ?? -1, out ShmIdDs atFirst, out _);
        ShmIdDs atLast = default;
        try
        {
            return CopyAttached(segment, copier, ReadRoute.UnlockedAttach, before, out atLast);
        }
        finally
        {
            if (known && atLast.AttachCount > 0)
            {
                TidyUpForOthers(segment, attachments, before, atFirst, atLast);
            }
        }
    }

    private ReadOutcome<T> CopyAttached<T>(
        SegmentFacts segment, Func<ISegmentView, T> copier, ReadRoute route, LockReading before, out ShmIdDs beforeDetach)
    {
        beforeDetach = default;
        int shmId = segment.ShmId ?? -1;
        SystemVAttachment? attachment = SystemVAttachment.TryAttach(shmId, readOnly: true, out string call, out int errno);
        if (attachment is null)
        {
            return Failure<T>(errno, route, before, Errno.Sentence(
                "attach segment", $"'{segment.Name}' (id {shmId})", call, errno,
                Errno.IsDenied(errno)
                    ? $"it belongs to {segment.OwnerName}, mode {Convert.ToString(segment.Mode, 8)}"
                    : null,
                Errno.IsDenied(errno) ? Errno.RunAs(segment.OwnerName) : null));
        }

        try
        {
            return Copy(segment, new AttachedView(attachment, route == ReadRoute.LockedAttach), copier, route, null, before);
        }
        finally
        {
            SystemVAttachment.TryStat(shmId, out beforeDetach, out _);
            attachment.Dispose();
        }
    }

    private ReadOutcome<T> Copy<T>(
        SegmentFacts segment, ISegmentView view, Func<ISegmentView, T> copier, ReadRoute route, ProcessRef? source,
        LockReading before)
    {
        long start = _time.GetTimestamp();
        T value = copier(view);
        TimeSpan duration = _time.GetElapsedTime(start);
        return new ReadOutcome<T>
        {
            Status = ReadStatus.Copied,
            Value = value,
            Route = route,
            Source = source,
            LockBefore = before,
            LockAfter = route == ReadRoute.LockedAttach ? before : _locks.Read(segment),
            Duration = duration,
        };
    }

    private static ReadOutcome<T> Failure<T>(int errno, ReadRoute route, LockReading lockReading, string problem) => new()
    {
        Status = Errno.IsDenied(errno) ? ReadStatus.Denied : Errno.IsGone(errno) ? ReadStatus.Gone : ReadStatus.Failed,
        Route = route,
        LockBefore = lockReading,
        LockAfter = lockReading,
        Problem = problem,
    };

    private bool IsRefused(int pid)
    {
        lock (_refusalGate)
        {
            if (!_refusedAt.TryGetValue(pid, out long at))
            {
                return false;
            }

            if (_time.GetElapsedTime(at) < s_refusalTrust)
            {
                return true;
            }

            _refusedAt.Remove(pid);
            return false;
        }
    }

    // Only a refusal is remembered: a process that has gone, or unmapped the segment, is a matter of the next scan.
    private void Refuse(int pid, int errno)
    {
        if (!Errno.IsDenied(errno))
        {
            return;
        }

        lock (_refusalGate)
        {
            if (_refusedAt.Count >= RefusalCapacity)
            {
                _refusedAt.Clear();
            }

            _refusedAt[pid] = _time.GetTimestamp();
        }
    }
}
