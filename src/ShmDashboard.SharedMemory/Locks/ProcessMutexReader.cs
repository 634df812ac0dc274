using System.Collections.Immutable;
using System.Globalization;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>
/// Looks at the mutexes inside segments whose layout is known (<see cref="ProcessMutex.Find"/>): one read of 152 bytes, and a
/// look at the owner's process while one is held. Never touches them. Stateless and thread-safe.
/// </summary>
public sealed class ProcessMutexReader
{
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
        {
            return [];
        }

        Span<byte> head = stackalloc byte[ProcessMutex.HeadBytes];
        int length = view.Read(0, head);
        return ProcessMutex.Find(head[..length], view.SizeBytes, segment.PosixName);
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
    public LockDetail Describe(ProcessMutex mutex, ImmutableArray<Attachment> attachments)
    {
        int thread = mutex.OwnerThreadId;
        int? pid = thread > 0 ? ProcessDirectory.ProcessOfThread(thread) : null;
        bool believed = pid is { } known &&
            (attachments.IsDefaultOrEmpty || attachments.Any(attachment => attachment.Process.Pid == known));
        ImmutableArray<ProcessRef> waiters = mutex.Contended && !attachments.IsDefaultOrEmpty
            ? FutexWaiters.Find(attachments, mutex.Offset, _processes)
            : [];
        return new LockDetail
        {
            Kind = LockKind.ProcessMutex,
            State = mutex.State,
            Where = string.Create(CultureInfo.InvariantCulture, $"mutex at offset {mutex.Offset}"),
            Offset = mutex.Offset,
            LengthBytes = ProcessMutex.SizeBytes,
            Holder = mutex.State == LockState.Held && believed ? _processes.Look(pid!.Value) : null,
            HolderThreadId = mutex.State == LockState.Held ? thread : 0,
            WaiterCount = Math.Max(waiters.Length, mutex.Contended ? 1 : 0),
            Waiters = waiters,
            Problem = Problem(mutex, believed, attachments.IsDefaultOrEmpty),
        };
    }

    private static string? Problem(ProcessMutex mutex, bool ownerBelieved, bool attachmentsUnknown)
    {
        if (mutex.State == LockState.Damaged)
        {
            return string.Create(CultureInfo.InvariantCulture,
                $"The mutex at offset {mutex.Offset} lost its owner ({Thread(mutex)}), which died while holding it. ") +
                "It is robust: the next program that takes it is told so, and what it protects may be half-done.";
        }

        if (mutex.State != LockState.Held || mutex.OwnerThreadId <= 0 || ownerBelieved)
        {
            return null;
        }

        return string.Create(CultureInfo.InvariantCulture, $"The mutex at offset {mutex.Offset} is held by {Thread(mutex)}, ") +
            (ProcessDirectory.ProcessOfThread(mutex.OwnerThreadId) is null
                ? "which does not exist any more" + (attachmentsUnknown ? " here (or lives in another pid namespace)" : "") +
                    ". Nobody will release it: end the programs that use the segment and remove it."
                : "which belongs to a process that does not map the segment: its number was given out again, or counts in " +
                    "another pid namespace. The true owner cannot be told.");
    }

    private static string Thread(ProcessMutex mutex) => mutex.OwnerThreadId > 0
        ? string.Create(CultureInfo.InvariantCulture, $"thread {mutex.OwnerThreadId}")
        : "a thread that is not known";
}
