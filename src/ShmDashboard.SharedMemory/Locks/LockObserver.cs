using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>
/// Looks at locks without touching them: the value, the last operator and the number of waiters come from
/// <c>semctl(2)</c> queries that change nothing, a POSIX semaphore from reading its file. Never a semop: even waiting for
/// zero would overwrite the holder's pid. Thread-safe; about 3 µs a reading.
/// </summary>
public sealed class LockObserver
{
    private const int ConsistencyAttempts = 3;

    // glibc, 64-bit: nptl/sem_open.c and internaltypes.h, struct new_sem { uint64_t data; int private; int pad; }.
    private const int PosixSemaphoreBytes = 32;
    private const uint SharedFutex = 0x80;

    private readonly ProcessDirectory _processes;
    private readonly string _posixDirectory;
    private SemaphoreNames? _listed;

    /// <summary>An observer.</summary>
    /// <param name="processes">Names the processes that wait.</param>
    /// <param name="posixDirectory">Where POSIX semaphores are files named <c>sem.…</c>.</param>
    public LockObserver(ProcessDirectory processes, string posixDirectory = PosixFiles.Directory)
    {
        ArgumentNullException.ThrowIfNull(processes);
        ArgumentNullException.ThrowIfNull(posixDirectory);
        _processes = processes;
        _posixDirectory = posixDirectory;
    }

    /// <summary>
    /// The lock of a segment now. System V: the set its Qt lock file leads to. POSIX: the semaphore of Qt's legacy name, else
    /// that of the segment's own name, as Qt 6.6's native keys and others have it.
    /// </summary>
    /// <remarks>A lock held for microseconds shows too; <see cref="LockDebouncer"/> makes a steady statement of readings.</remarks>
    /// <param name="segment">Which.</param>
    /// <param name="listed">What <see cref="ListSemaphores"/> said just now, where many are looked at; else the name is tried.</param>
    public LockReading Read(SegmentFacts segment, SemaphoreNames? listed = null)
    {
        ArgumentNullException.ThrowIfNull(segment);
        switch (segment.Kind)
        {
            case SegmentKind.Posix:
                return ReadPosix(segment, listed);
            case SegmentKind.SystemV:
                // Twice: a set removed between finding and asking may have been made anew at once.
                var reading = ReadSystemV(segment);
                return reading is { State: LockState.None, SemaphoreId: not null } ? ReadSystemV(segment) : reading;
            default:
                return new LockReading { State = LockState.None };
        }
    }

    /// <summary>
    /// The POSIX semaphores there are now, for <see cref="Read"/> of many segments; null when they may not be listed.
    /// </summary>
    public SemaphoreNames? ListSemaphores()
    {
        var listed = SemaphoreNames.Read(_posixDirectory, Volatile.Read(ref _listed));
        Volatile.Write(ref _listed, listed);
        return listed;
    }

    /// <summary>
    /// Who is blocked on a semaphore set, from <c>/proc/pid/task/tid/syscall</c>. Stops when as many are found as the
    /// kernel counts. Costs some 10 µs a thread: ask only while <see cref="LockReading.WaiterCount"/> is above 0.
    /// </summary>
    /// <param name="semId">The set.</param>
    /// <param name="unreadableProcesses">How many processes may not be looked into: the list can lack that many.</param>
    /// <returns>In order of pid; a process that waits in several threads comes once.</returns>
    public ImmutableArray<ProcessRef> FindWaiters(int semId, out int unreadableProcesses)
    {
        return FindWaiters(semId, new SemaphoreSet(semId).Waiters(out _), out unreadableProcesses);
    }

    /// <summary>The same, where the kernel's count is known.</summary>
    internal ImmutableArray<ProcessRef> FindWaiters(int semId, int wanted, out int unreadableProcesses)
    {
        unreadableProcesses = 0;
        if (wanted <= 0)
            return [];

        // Main threads first: there most programs wait, and their number is small.
        var waiters = new SortedSet<int>();
        var unreadable = new HashSet<int>();
        var pids = AttachmentScan.AllPids();
        byte[] buffer = new byte[512];
        int found = 0;
        foreach (bool otherThreads in (ReadOnlySpan<bool>)[false, true])
        {
            foreach (int pid in pids)
            {
                if (found >= wanted)
                    break;

                if (unreadable.Contains(pid) || _processes.IsKernelThread(pid))
                    continue;

                int here = otherThreads
                    ? CountInOtherThreads(pid, semId, ref buffer)
                    : CountInMainThread(pid, semId, ref buffer, unreadable);
                found += here;
                if (here > 0)
                    waiters.Add(pid);
            }
        }

        unreadableProcesses = found >= wanted ? 0 : unreadable.Count;
        return [.. waiters.Select(_processes.Look)];
    }

    /// <summary>
    /// Who is blocked on a POSIX semaphore, from <c>/proc/pid/task/tid/syscall</c> of those who map it. Some 10 µs a thread:
    /// ask only while <see cref="LockReading.WaiterCount"/> is above 0.
    /// </summary>
    /// <param name="users">Who maps the semaphore's file (<see cref="AttachmentMap.OfFile"/>).</param>
    public SemaphoreWaiters FindWaiters(ImmutableArray<Attachment> users)
    {
        var threads = FutexWaiters.CountByProcess(users, offset: 0);
        return new SemaphoreWaiters(
            [.. threads.Where(user => user.Value.Waiting > 0).Select(user => user.Key).Order().Select(_processes.Look)],
            threads.Values.Sum(user => user.Waiting),
            [.. users.Where(user => threads[user.Process.Pid] is var (all, waiting) && (all > waiting || all > 1))]);
    }

    /// <summary>The segment's System V lock set without looking into it; null when it has none now.</summary>
    internal static SemaphoreSet? FindSet(SegmentFacts segment) =>
        segment is { Kind: SegmentKind.SystemV, Qt.LockFilePath: { } path } && QtKeyFile.TryKeyOf(path) is { } key
            ? SemaphoreSet.Find(key, out _)
            : null;

    /// <summary>
    /// Pure: whether the text of <c>/proc/…/syscall</c> is a semop on that set: the number of the call, then its first
    /// argument. Numbers: asm/unistd_64.h (x64: semop 65, semtimedop 220), asm-generic/unistd.h (arm64: 193, 192).
    /// </summary>
    internal static bool IsWaitingOn(ReadOnlySpan<byte> text, int semId, Architecture architecture)
    {
        (int semop, int semtimedop) = architecture == Architecture.Arm64 ? (193, 192) : (65, 220);
        return System.Buffers.Text.Utf8Parser.TryParse(text, out int call, out int used) &&
            (call == semop || call == semtimedop) &&
            text[used..].StartsWith(" 0x"u8) &&
            System.Buffers.Text.Utf8Parser.TryParse(text[(used + 3)..], out ulong argument, out _, 'x') &&
            unchecked((int)argument) == semId;
    }

    /// <summary>Pure: what the bytes of a POSIX semaphore's file say.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="qtLegacy">Whether it is Qt's own, which is 0 or 1 as long as it is sound.</param>
    internal static LockReading ParsePosix(ReadOnlySpan<byte> bytes, bool qtLegacy)
    {
        if (bytes.Length < 16)
        {
            return new LockReading
            {
                State = LockState.None,
                Kind = LockKind.PosixSemaphore,
                Problem = Sentence.Of($"Cannot read the POSIX semaphore: its file has {Amount.Bytes(bytes.Length)} where glibc's has " +
                    $"{PosixSemaphoreBytes}. It may be just being made; look again."),
            };
        }

        uint value = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        uint waiters = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) != SharedFutex)
        {
            return new LockReading
            {
                State = LockState.None,
                Kind = LockKind.PosixSemaphore,
                Problem = Sentence.Of($"Cannot read the POSIX semaphore: its third word is not 0x80 as in glibc's 64-bit layout. " +
                    $"It belongs to another C library or a 32-bit program; its state is unknown."),
            };
        }

        return new LockReading
        {
            State = value == 0 ? LockState.Held : value > 1 && qtLegacy ? LockState.Damaged : LockState.Free,
            Kind = LockKind.PosixSemaphore,
            Value = (int)Math.Min(value, int.MaxValue),
            WaiterCount = (int)Math.Min(waiters, int.MaxValue),
            Problem = value > 1 && qtLegacy ? DamagedSentence((int)Math.Min(value, int.MaxValue)) : null,
        };
    }

    private static LockReading ReadSystemV(SegmentFacts segment)
    {
        if (segment.Qt?.LockFilePath is not { } path)
            return new LockReading { State = LockState.None };

        if (!FileStatus.TryGet(path, followLinks: true, out var status, out int errno))
        {
            return Errno.IsDenied(errno)
                ? Denied($"'{segment.Name}'", segment.OwnerName, "stat", errno, null)
                : new LockReading { State = LockState.None, Kind = LockKind.QtSystemV };
        }

        if (SemaphoreSet.Find(QtKeyFile.KeyOf(status), out errno) is not { } set)
        {
            return Errno.IsDenied(errno)
                ? Denied($"'{segment.Name}'", segment.OwnerName, "semget", errno, null)
                : new LockReading { State = LockState.None, Kind = LockKind.QtSystemV };
        }

        return ReadSet(set, $"'{segment.Name}'", segment.OwnerName);
    }

    /// <summary>The state of a set; who owns what it belongs to is told when that may not be looked at.</summary>
    internal static LockReading ReadSet(SemaphoreSet set, string subject, string owner)
    {
        int value = set.Value(out int errno);
        int pid = 0;
        for (int attempt = 0; errno == 0 && attempt < ConsistencyAttempts; attempt++)
        {
            // Value, pid, value: only between two equal values does the pid belong to the value.
            int before = value;
            pid = set.LastPid(out errno);
            if (errno == 0)
                value = set.Value(out errno);

            if (value == before)
                break;
        }

        int waiters = errno == 0 ? set.Waiters(out errno) : 0;
        SemIdDs status = default;
        if (errno == 0)
            set.TryStat(out status, out errno);

        if (errno != 0)
        {
            return Errno.IsDenied(errno)
                ? Denied(subject, owner, "semctl", errno, set.Id)
                : new LockReading { State = LockState.None, Kind = LockKind.QtSystemV, SemaphoreId = set.Id };
        }

        return new LockReading
        {
            State = value switch { 0 => LockState.Held, 1 => LockState.Free, _ => LockState.Damaged },
            Kind = LockKind.QtSystemV,
            SemaphoreId = set.Id,
            Value = value,
            LastPid = pid,
            WaiterCount = waiters,
            LastOperationUtc = KernelRow.Time(status.OperationTime),
            Problem = value > 1 ? DamagedSentence(value) : null,
        };
    }

    private LockReading ReadPosix(SegmentFacts segment, SemaphoreNames? listed)
    {
        bool qtLegacy = segment.Qt?.LockFilePath is not null;
        string name = (segment.Qt?.LockFilePath ?? segment.PosixName ?? "").TrimStart('/');
        if (listed?.Contains(name) == false)
            return new LockReading { State = LockState.None };

        using var file = KernelFile.TryOpen(
            $"{_posixDirectory}/{PosixFiles.SemaphorePrefix}{name}",
            LibC.O_RDONLY | LibC.O_CLOEXEC | LibC.O_NOFOLLOW | LibC.O_NONBLOCK, 0, out int errno);
        if (file is null)
        {
            return Errno.IsDenied(errno)
                ? Denied($"'{segment.Name}'", segment.OwnerName, "open", errno, null) with { Kind = LockKind.PosixSemaphore }
                : new LockReading { State = LockState.None };
        }

        Span<byte> bytes = stackalloc byte[PosixSemaphoreBytes];
        if (!FileStatus.TryGet(file, out var status, out _) || !status.IsRegular)
            return new LockReading { State = LockState.None };

        int length = KernelFile.Read(file, bytes, out _);
        return ParsePosix(bytes[..Math.Max(length, 0)], qtLegacy) with { FileIdentity = status.Identity };
    }

    private static Sentence DamagedSentence(int value) => Sentence.Of(
        $"The lock is damaged: its value is {value} where 1 means free, so two " +
        $"programs can hold it at once. End all programs that use the segment; the next one makes it anew.");

    private static LockReading Denied(string subject, string owner, string call, int errno, int? semId) => new()
    {
        State = LockState.NotPermitted,
        Kind = LockKind.QtSystemV,
        SemaphoreId = semId,
        Problem = Errno.Problem(
            Sentence.Of($"look at the lock of {subject}"), call, errno, Sentence.Of($"it belongs to {owner}"), Errno.RunAs(owner)),
    };

    private static bool Waits(string path, int semId, ref byte[] buffer, out int errno)
    {
        int length = KernelFile.ReadAll(path, ref buffer, out errno);
        return length > 0 && IsWaitingOn(buffer.AsSpan(0, length), semId, RuntimeInformation.ProcessArchitecture);
    }

    private static int CountInMainThread(int pid, int semId, ref byte[] buffer, HashSet<int> unreadable)
    {
        bool waits = Waits(
            string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/syscall"), semId, ref buffer, out int errno);
        if (Errno.IsDenied(errno))
            unreadable.Add(pid);

        return waits ? 1 : 0;
    }

    private static int CountInOtherThreads(int pid, int semId, ref byte[] buffer)
    {
        string root = "/proc/" + pid.ToString(CultureInfo.InvariantCulture) + "/task";
        int count = 0;
        try
        {
            foreach (string task in Directory.EnumerateDirectories(root))
            {
                if (!task.AsSpan(root.Length + 1).SequenceEqual(pid.ToString(CultureInfo.InvariantCulture)) &&
                    Waits(task + "/syscall", semId, ref buffer, out _))
                {
                    count++;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The process went away, and waits for nothing any more.
        }

        return count;
    }
}
