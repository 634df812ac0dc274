using System.Collections.Immutable;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>
/// Looks at the mutexes inside one segment, once a sweep or when asked. An allocator's mutex is held for microseconds at a time: without
/// anybody waiting it counts as held when two looks, at least 2 ms apart, met the same owner. One for each tracker; not thread-safe.
/// </summary>
internal sealed class MutexWatch
{
    /// <summary>A segment without mutexes known to us may yet be made into one with.</summary>
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromSeconds(10);

    private ImmutableArray<ProcessMutex> _before = [];
    private ImmutableArray<ProcessMutex> _confirmed = [];
    private DateTimeOffset _beforeUtc;
    private DateTimeOffset _notBefore;

    /// <summary>Another object has the name now.</summary>
    public void Reset()
    {
        _before = _confirmed = [];
        _beforeUtc = _notBefore = default;
    }

    /// <summary>The mutexes now; some 10 µs, and nothing for segments in which none was found lately.</summary>
    public ImmutableArray<LockDetail> Look(
        SegmentFacts facts, ImmutableArray<Attachment> attachments, SamplingContext context, DateTimeOffset now)
    {
        if (facts.Kind != SegmentKind.Posix || now < _notBefore)
            return [];
        var outcome = context.Reader.Read(facts, [], ReadOptions.Default, view => ProcessMutexReader.Look(view, facts));
        ImmutableArray<ProcessMutex> mutexes = outcome.Status == ReadStatus.Copied ? outcome.Value : [];
        if (mutexes.IsEmpty)
            _notBefore = now + s_lookAgain;
        bool apart = now - _beforeUtc >= LockDebouncer.ConfirmAfter;
        _confirmed = [.. mutexes.Where(mutex => IsHeldAsIn(_confirmed, mutex) || (apart && IsHeldAsIn(_before, mutex)))];

        // Looks that follow each other closer than that must not keep putting off the second one, nor span one that met it free.
        if (apart)
            (_before, _beforeUtc) = (mutexes, now);
        else
            _before = [.. _before.Where(old => IsHeldAsIn(mutexes, old))];
        return [.. mutexes.Select(mutex => Steady(context.Mutexes.Describe(mutex, attachments), mutex))];
    }

    private static bool IsHeldAsIn(ImmutableArray<ProcessMutex> before, ProcessMutex mutex) => mutex.State == LockState.Held &&
        before.Any(old => old.Offset == mutex.Offset && old.State == LockState.Held && old.OwnerThreadId == mutex.OwnerThreadId);

    private LockDetail Steady(LockDetail detail, ProcessMutex mutex) =>
        detail is { State: LockState.Held, WaiterCount: 0, Problem: null } && !_confirmed.Contains(mutex)
            ? detail with { State = LockState.Free, Holder = null, HolderThreadId = 0 }
            : detail;
}
