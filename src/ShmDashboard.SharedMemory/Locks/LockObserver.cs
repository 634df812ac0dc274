using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Kinds;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>
/// Looks at locks without touching them: the value, the last operator and the number of waiters come from
/// <c>semctl(2)</c> queries that change nothing, a POSIX semaphore from reading its file. Never a semop: even waiting for
/// zero would overwrite the holder's pid. Thread-safe; about 3 µs a reading.
/// </summary>
public sealed class LockObserver
{
    private readonly ProcessDirectory _processes;
    private readonly string _posixDirectory;
    private readonly Dictionary<SegmentKind, ISegmentLocks> _locks;
    private readonly SemaphoresBeside _beside;
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
        _beside = new SemaphoresBeside(processes, posixDirectory);
        _locks = SegmentKinds.All.Where(kind => kind.Locks is not null).ToDictionary(kind => kind.Kind, kind => kind.Locks!(posixDirectory));
    }

    /// <summary>
    /// The lock that a segment has by its name, now: of a kind that knows none it has none.
    /// </summary>
    /// <remarks>A lock held for microseconds shows too; <see cref="LockDebouncer"/> makes a steady statement of readings.</remarks>
    /// <param name="segment">Which.</param>
    /// <param name="listed">What <see cref="ListSemaphores"/> said just now, where many are looked at; else the name is tried.</param>
    public LockReading Read(SegmentFacts segment, SemaphoreNames? listed = null)
    {
        ArgumentNullException.ThrowIfNull(segment);
        return _locks.TryGetValue(segment.Kind, out var locks) ? locks.Read(segment, listed) : new LockReading { State = LockState.None };
    }

    /// <summary>The named semaphores whose names go with a segment's, of which more cannot be told; at most 8.</summary>
    /// <param name="segment">Which.</param>
    /// <param name="listed">What <see cref="ListSemaphores"/> said just now.</param>
    /// <param name="attachments">Who had what mapped a while ago.</param>
    /// <param name="scanAgain">Asked when that cannot know of one, or somebody waits.</param>
    public ImmutableArray<LockDetail> ReadBeside(
        SegmentFacts segment, SemaphoreNames? listed, AttachmentMap attachments, Func<AttachmentMap> scanAgain)
    {
        ArgumentNullException.ThrowIfNull(segment);
        ArgumentNullException.ThrowIfNull(attachments);
        ArgumentNullException.ThrowIfNull(scanAgain);
        return listed is null ? [] : _beside.Look(segment, listed, attachments, scanAgain);
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
    /// Who is blocked on a semaphore set. Stops when as many are found as the kernel counts. Costs some 10 µs a thread: ask only
    /// while <see cref="LockReading.WaiterCount"/> is above 0.
    /// </summary>
    /// <param name="semId">The set.</param>
    /// <param name="unreadableProcesses">How many processes may not be looked into: the list can lack that many.</param>
    /// <returns>In order of pid; a process that waits in several threads comes once.</returns>
    public ImmutableArray<ProcessRef> FindWaiters(int semId, out int unreadableProcesses) =>
        SemaphoreSetWaiters.Find(_processes, semId, new SemaphoreSet(semId).Waiters(out _), out unreadableProcesses);

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
}
