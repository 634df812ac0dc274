using System.Collections.Immutable;
using System.Globalization;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>
/// Looks at the locks inside segments: the mutexes of those whose layout is known (<see cref="ProcessMutex.Find"/>): one read of 152 bytes, and a
/// look at the owner's process while one is held. Never touches them. Stateless and thread-safe.
/// </summary>
public sealed class ProcessMutexReader
{
    private const int HeadBytes = 4096;

    private readonly ProcessDirectory _processes;

    /// <summary>A reader.</summary>
    /// <param name="processes">Names the owners.</param>
    public ProcessMutexReader(ProcessDirectory processes)
    {
        ArgumentNullException.ThrowIfNull(processes);
        _processes = processes;
    }

    /// <summary>The mutexes now; empty when the segment has none that we know. About 1 µs for a POSIX segment.</summary>
    public static ImmutableArray<ProcessMutex> Look(ISegmentView view, SegmentFacts segment)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(segment);
        if (view.SizeBytes < ProcessMutex.SizeBytes)
            return [];

        Span<byte> head = stackalloc byte[ProcessMutex.HeadBytes];
        int length = view.Read(0, head);
        return ProcessMutex.Find(head[..length], view.SizeBytes, segment.Posix?.FileName);
    }

    /// <summary>What stands at places where somebody was seen waiting; places beyond the end are left out.</summary>
    public static ImmutableArray<WordLock> Look(ISegmentView view, IEnumerable<long> offsets)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(offsets);
        var found = ImmutableArray.CreateBuilder<WordLock>();
        Span<byte> bytes = stackalloc byte[WordLock.Before + WordLock.After];
        foreach (long offset in offsets)
        {
            if (offset < 0 || offset > view.SizeBytes - sizeof(uint))
                continue;

            int before = (int)Math.Min(offset, WordLock.Before);
            int length = view.Read(offset - before, bytes[..(int)Math.Min(bytes.Length, view.SizeBytes - offset + before)]);
            found.Add(WordLock.Identify(bytes[..length], before, offset));
        }

        return found.DrainToImmutable();
    }

    /// <summary>Readers–writer locks at places where one was met before; one that is none any more is left out.</summary>
    public static ImmutableArray<ReadWriteLock> LookAtReadWrite(ISegmentView view, IEnumerable<long> offsets)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(offsets);
        var found = ImmutableArray.CreateBuilder<ReadWriteLock>();
        Span<byte> bytes = stackalloc byte[ReadWriteLock.SizeBytes];
        foreach (long offset in offsets)
        {
            if (view.Read(offset, bytes) == bytes.Length && ReadWriteLock.TryParse(bytes, 0, out var met))
                found.Add(met with { Offset = offset });
        }

        return found.DrainToImmutable();
    }

    /// <summary>Mutexes in a program's own structure, looked for in the first page; only such as are held now, or lost with their holders.</summary>
    public static ImmutableArray<ProcessMutex> LookForHeld(ISegmentView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        Span<byte> head = stackalloc byte[HeadBytes];
        int length = view.Read(0, head[..(int)Math.Min(HeadBytes, view.SizeBytes)]);
        return ProcessMutex.FindHeld(head[..length]);
    }

    /// <summary>
    /// A look at a mutex in the form of every other lock; <see cref="LockReading.LastPid"/> is the owner's process while it
    /// is held and its thread lives.
    /// </summary>
    public static LockReading ToReading(ProcessMutex mutex) => new()
    {
        State = mutex.State,
        Kind = LockKind.ProcessMutex,
        Offset = mutex.Offset,
        LastPid = mutex.State == LockState.Held ? ProcessDirectory.ProcessOfThread(mutex.OwnerThreadId) ?? 0 : 0,
        WaiterCount = mutex.Contended ? 1 : 0,
    };

    /// <summary>
    /// Says all that can be told: the owner by name, who waits (<c>/proc/pid/task/tid/syscall</c> of the processes that map
    /// the segment, some 10 µs a thread, only while it is contended), and whether its owner is dead.
    /// </summary>
    /// <param name="mutex">What was seen.</param>
    /// <param name="attachments">Who maps the segment; when known, an owner who does not is not believed.</param>
    /// <param name="allSeen">Whether everybody who may map it could be looked into.</param>
    public LockDetail Describe(ProcessMutex mutex, ImmutableArray<Attachment> attachments, bool allSeen)
    {
        int thread = mutex.OwnerThreadId;
        int? pid = OwnerOf(thread, attachments, out bool believed);
        var crowd = mutex.Contended && !attachments.IsDefaultOrEmpty
            ? FutexWaiters.Find(attachments, [mutex.Offset], _processes)
            : new FutexCrowd([], AllSeen: false, AllWait: false);
        return new LockDetail
        {
            Kind = LockKind.ProcessMutex,
            State = mutex.State,
            Where = string.Create(CultureInfo.InvariantCulture, $"mutex at offset {mutex.Offset}"),
            Offset = mutex.Offset,
            LengthBytes = ProcessMutex.SizeBytes,
            Holder = mutex.State == LockState.Held && believed ? _processes.Look(pid!.Value) : null,
            HolderThreadId = mutex.State == LockState.Held ? thread : 0,
            HolderEnded = mutex.State == LockState.Damaged || (mutex.State == LockState.Held && thread > 0 && pid is null && CountsAsWe(attachments)),
            // The mark of those who wait stays behind when the last of them has got it.
            WaiterCount = Math.Max(crowd.Waiters.Length, mutex.Contended && !(allSeen && crowd.AllSeen) ? 1 : 0),
            Waiters = crowd.Waiters,
            Problem = Problem(mutex, believed, attachments.IsDefaultOrEmpty),
        };
    }

    /// <summary>
    /// Who writes under a readers–writer lock, and who waits for it. Those who read are not written down, and so cannot be told
    /// apart from others that map the segment.
    /// </summary>
    /// <param name="found">What was seen.</param>
    /// <param name="attachments">Who maps the segment; when known, a writer who does not is not believed.</param>
    /// <param name="allSeen">Whether everybody who may map it could be looked into.</param>
    public LockDetail Describe(ReadWriteLock found, ImmutableArray<Attachment> attachments, bool allSeen)
    {
        int thread = found.WriterThreadId;
        int? pid = OwnerOf(thread, attachments, out bool believed);
        Span<long> words = stackalloc long[ReadWriteLock.WaitedWords.Length];
        for (int i = 0; i < words.Length; i++)
            words[i] = found.Offset + ReadWriteLock.WaitedWords[i];

        var crowd = FutexWaiters.Find(attachments.IsDefault ? [] : attachments, words, _processes);
        bool nobodyLeft = found.ReaderCount > 0 && allSeen && crowd is { AllSeen: true, AllWait: true, Waiters.IsEmpty: false };
        return new LockDetail
        {
            Kind = LockKind.ReadWriteLock,
            State = found.State,
            Where = string.Create(CultureInfo.InvariantCulture, $"readers–writer lock at offset {found.Offset}"),
            Offset = found.Offset,
            LengthBytes = ReadWriteLock.WholeBytes,
            Shared = found.ReaderCount > 0,
            Value = found.ReaderCount,
            Holder = believed ? _processes.Look(pid!.Value) : null,
            HolderThreadId = thread,
            HolderEnded = nobodyLeft || (thread > 0 && pid is null && CountsAsWe(attachments)),
            WaiterCount = crowd.Waiters.Length,
            Waiters = crowd.Waiters,
            Problem = nobodyLeft
                ? Sentence.Of($"All that map the segment wait for the readers–writer lock at offset {found.Offset}, " +
                    $"which readers hold: nobody is left who could give it back.")
                : thread > 0 && !believed
                ? Sentence.Of($"The readers–writer lock at offset {found.Offset} is held for writing by {Thread(thread)}, " +
                    $"{Disbelief(thread, attachments.IsDefaultOrEmpty)}")
                : null,
        };
    }

    /// <summary>Who is blocked on a semaphore inside the segment, and who may have it.</summary>
    /// <param name="found">What was seen.</param>
    /// <param name="attachments">Who maps the segment; one of them has it, where it is a lock.</param>
    /// <param name="allSeen">Whether everybody who may map it could be looked into.</param>
    public LockDetail Describe(WordLock found, ImmutableArray<Attachment> attachments, bool allSeen)
    {
        var threads = found.WaiterCount > 0
            ? FutexWaiters.CountByProcess(attachments, found.Offset)
            : [];
        ImmutableArray<ProcessRef> waiters =
            [.. threads.Where(user => user.Value.Waiting > 0).Select(user => user.Key).Order().Select(_processes.Look)];
        int[] candidates = [.. threads.Where(user => user.Value is not { All: 1, Waiting: 1 }).Select(user => user.Key)];
        bool held = found.Value == 0 && found.WaiterCount > 0;
        bool nobodyLeft = held && allSeen && !waiters.IsEmpty && candidates.Length == 0;
        return new LockDetail
        {
            Kind = LockKind.EmbeddedSemaphore,
            State = held ? LockState.Held : found.Value > 0 ? LockState.Free : LockState.None,
            Where = string.Create(CultureInfo.InvariantCulture, $"semaphore at offset {found.Offset}"),
            Offset = found.Offset,
            LengthBytes = 32,
            Value = found.Value,
            Holder = held && allSeen && candidates.Length == 1 ? _processes.Look(candidates[0]) : null,
            HolderIsInferred = held,
            HolderEnded = nobodyLeft,
            WaiterCount = found.WaiterCount,
            Waiters = waiters,
            Problem = !nobodyLeft ? null : Sentence.Of(
                $"All that map the segment wait for the semaphore at offset {found.Offset}: nobody is left who could post it. " +
                $"If it is a lock, its holder has ended; if it is a signal, who gives it is not running."),
        };
    }

    /// <summary>Who waits on a word that is no lock known here.</summary>
    public LockDetail DescribeWait(WordLock found, ImmutableArray<Attachment> attachments)
    {
        var waiters = FutexWaiters.Find(attachments, [found.Offset], _processes).Waiters;
        return new LockDetail
        {
            Kind = LockKind.OtherWait,
            State = LockState.None,
            Where = found.Kind == WordLockKind.Condition
                ? string.Create(CultureInfo.InvariantCulture, $"condition variable around offset {found.Offset}")
                : string.Create(CultureInfo.InvariantCulture, $"a word at offset {found.Offset}"),
            Offset = found.Offset,
            LengthBytes = sizeof(uint),
            WaiterCount = waiters.Length,
            Waiters = waiters,
        };
    }

    // Numbers of threads mean something else in another pid namespace (a container).
    private static bool CountsAsWe(ImmutableArray<Attachment> attachments)
    {
        string? ours = KernelFile.ReadLink("/proc/self/ns/pid");
        return ours is not null && (attachments.IsDefault || attachments.Select(user => user.Process.Pid).Distinct().All(pid =>
            KernelFile.ReadLink(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/ns/pid")) is not { } theirs || theirs == ours));
    }

    private static Sentence? Problem(ProcessMutex mutex, bool ownerBelieved, bool attachmentsUnknown)
    {
        if (mutex.State == LockState.Damaged)
        {
            return Sentence.Of(
                $"The mutex at offset {mutex.Offset} lost its owner ({Thread(mutex.OwnerThreadId)}), which died while holding it. " +
                $"It is robust: the next program that takes it is told so, and what it protects may be half-done.");
        }

        if (mutex.State != LockState.Held || mutex.OwnerThreadId <= 0 || ownerBelieved)
            return null;

        return Sentence.Of($"The mutex at offset {mutex.Offset} is held by {Thread(mutex.OwnerThreadId)}, " +
            $"{Disbelief(mutex.OwnerThreadId, attachmentsUnknown)}");
    }

    /// <summary>The process of an owner's thread, and whether it can be it.</summary>
    private static int? OwnerOf(int thread, ImmutableArray<Attachment> attachments, out bool believed)
    {
        int? pid = thread > 0 ? ProcessDirectory.ProcessOfThread(thread) : null;
        believed = pid is { } known &&
            (attachments.IsDefaultOrEmpty || attachments.Any(attachment => attachment.Process.Pid == known));
        return pid;
    }

    private static Sentence Disbelief(int thread, bool attachmentsUnknown) =>
        ProcessDirectory.ProcessOfThread(thread) is not null
            ? Sentence.Of($"which belongs to a process that does not map the segment: its number was given out again, or counts in " +
                $"another pid namespace. The true owner cannot be told.")
        : attachmentsUnknown
            ? Sentence.Of($"which does not exist any more here (or lives in another pid namespace). " +
                $"Nobody will release it: end the programs that use the segment and remove it.")
            : Sentence.Of($"which does not exist any more. Nobody will release it: end the programs that use the segment and remove it.");

    private static Sentence Thread(int number) => number > 0
        ? Sentence.Of($"thread {number}")
        : Sentence.Of($"a thread that is not known");
}
