using System.Collections.Immutable;
using Microsoft.Win32.SafeHandles;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>
/// Every named POSIX semaphore (<c>/dev/shm/sem.*</c>), read as a file and never opened as a semaphore. Stateless and
/// thread-safe; some 8 µs a semaphore, and 10 µs for each thread that may wait for one that somebody waits for.
/// </summary>
public sealed class PosixSemaphoreCatalog
{
    private const int MaxSemaphores = 4096;

    private readonly ProcessDirectory _processes;
    private readonly string _directory;

    /// <summary>A catalogue.</summary>
    /// <param name="processes">Names the users.</param>
    /// <param name="posixDirectory">Where semaphores are files.</param>
    public PosixSemaphoreCatalog(ProcessDirectory processes, string posixDirectory = PosixFiles.Directory)
    {
        ArgumentNullException.ThrowIfNull(processes);
        ArgumentNullException.ThrowIfNull(posixDirectory);
        _processes = processes;
        _directory = posixDirectory.TrimEnd('/');
    }

    /// <summary>The semaphores now, in order of name; at most 4,096.</summary>
    /// <param name="segments">A sweep of about the same moment.</param>
    /// <param name="attachments">
    /// Asked for who maps what, of about the same moment: whether any semaphore is at 0, so that it matters who has it.
    /// </param>
    public ImmutableArray<PosixSemaphoreFacts> Sweep(
        ImmutableArray<SegmentFacts> segments, Func<bool, AttachmentMap> attachments)
    {
        ArgumentNullException.ThrowIfNull(attachments);
        ImmutableArray<Found> found =
        [
            .. Names().Order(StringComparer.Ordinal).Take(MaxSemaphores).Select(Look).OfType<Found>(),
        ];
        if (found.IsEmpty)
            return [];

        var map = attachments(found.Any(semaphore => semaphore.Reading.State == LockState.Held));
        var byName = new Dictionary<string, SegmentId>(StringComparer.Ordinal);
        foreach (var segment in segments.IsDefault ? [] : segments)
        {
            if (segment.Posix?.FileName is { } name)
                byName[name] = segment.Id;
        }

        return [.. found.Select(semaphore => Describe(semaphore, byName, map))];
    }

    private IEnumerable<string> Names()
    {
        try
        {
            return [.. Directory.EnumerateFiles(_directory, PosixFiles.SemaphorePrefix + "*").Select(path => path[(_directory.Length + 1 + PosixFiles.SemaphorePrefix.Length)..])];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return []; // No such directory, or not ours to list: no semaphores that we can see.
        }
    }

    private Found? Look(string name)
    {
        string path = $"{_directory}/{PosixFiles.SemaphorePrefix}{name}";
        return FileStatus.TryGet(path, followLinks: false, out var status, out _) && status.IsRegular
            ? new Found(name, status, Read(path, name) with { FileIdentity = status.Identity })
            : null;
    }

    private PosixSemaphoreFacts Describe(Found found, Dictionary<string, SegmentId> segments, AttachmentMap attachments)
    {
        (string name, var status, var reading) = found;
        var mapped = attachments.OfFile(status.Identity);
        var unseen = attachments.UnseenOf(status.Uid, status.Gid, status.Mode, writing: true);
        ImmutableArray<ProcessRef> users = [.. mapped.Select(user => _processes.Look(user.Process.Pid)).Distinct()];
        var waiting = reading.WaiterCount > 0 ? FutexWaiters.CountByProcess(mapped, offset: 0) : [];
        (var holding, var holder) = Conclude(
            reading, users, unseen.Count, pid => waiting.GetValueOrDefault(pid));
        return new PosixSemaphoreFacts
        {
            Name = name,
            Segment = segments.TryGetValue(QtNativeKey.SegmentNameOf(name), out var segment) ? segment : null,
            IsQtLegacy = QtKeyFile.TryParseName(name, out var purpose, out _, out _) && purpose == QtKeyPurpose.Lock,
            Reading = reading,
            FileIdentity = status.Identity,
            OwnerUid = status.Uid,
            MadeUtc = status.BirthUtc,
            Users = users,
            Unseen = unseen,
            Waiters = [.. users.Where(user => waiting.GetValueOrDefault(user.Pid).Waiting > 0)],
            Holding = holding,
            InferredHolder = holder,
            Problem = Problem(name, reading, holding),
        };
    }

    private static LockReading Read(string path, string name)
    {
        using var file = KernelFile.TryOpen(
            path, LibC.O_RDONLY | LibC.O_CLOEXEC | LibC.O_NOFOLLOW | LibC.O_NONBLOCK, 0, out int errno);
        if (file is null)
        {
            return new LockReading
            {
                State = Errno.IsDenied(errno) ? LockState.NotPermitted : LockState.None,
                Kind = LockKind.PosixSemaphore,
                Problem = Errno.Problem(Sentence.Of($"look at semaphore '/{name}'"), "open", errno),
            };
        }

        Span<byte> bytes = stackalloc byte[32];
        int length = KernelFile.Read(file, bytes, out _);
        return PosixSemaphoreFile.Parse(
            bytes[..Math.Max(length, 0)], name.StartsWith(QtNativeKey.LockPrefix, StringComparison.Ordinal));
    }

    /// <summary>
    /// Pure: who holds it. Whoever waits with its only thread does not hold it; if that leaves one process it is the holder,
    /// if it leaves none, the holder is gone.
    /// </summary>
    /// <param name="reading">Value and waiters.</param>
    /// <param name="users">Who maps it.</param>
    /// <param name="unreadableProcesses">How many processes may have it open unseen.</param>
    /// <param name="threads">Of a process: how many threads it has and how many of them wait; zeros when not looked.</param>
    internal static (SemaphoreHolding Holding, ProcessRef? Holder) Conclude(
        LockReading reading, ImmutableArray<ProcessRef> users, int unreadableProcesses,
        Func<int, (int All, int Waiting)> threads)
    {
        if (reading.State is not (LockState.Held or LockState.Free or LockState.Damaged))
            return (SemaphoreHolding.Unreadable, null);

        if (reading.State != LockState.Held)
            return (SemaphoreHolding.Free, null);

        ProcessRef[] candidates =
            [.. users.Where(user => user.Alive && !(threads(user.Pid) is { All: 1, Waiting: 1 }))];
        return (candidates.Length, unreadableProcesses) switch
        {
            (0, 0) => (SemaphoreHolding.HolderDead, null),
            (1, 0) => (SemaphoreHolding.Inferred, candidates[0]),
            _ => (SemaphoreHolding.Unknown, null),
        };
    }

    private static Sentence? Problem(string name, LockReading reading, SemaphoreHolding holding) =>
        reading.Problem ?? (holding != SemaphoreHolding.HolderDead ? null
            : reading.WaiterCount > 0 ? Sentence.Of($"Semaphore '/{name}' is at 0 and nobody is left who could post it: " +
                $"{reading.WaiterCount} waiting would wait for ever. Release it if it is a lock whose holder died.")
            : Sentence.Of($"Semaphore '/{name}' is at 0 and nobody is left who could post it: " +
                $"the next program that takes it would wait for ever. Release or remove it if it is a lock whose holder died."));

    private sealed record Found(string Name, FileStatus Status, LockReading Reading);
}
