using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Reading;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>
/// Looks at the locks inside one segment, once a sweep or when asked: where its layout is known, where somebody was seen waiting,
/// and where one was found held in the first page. A place once found is remembered. An allocator's mutex is held for microseconds
/// at a time: without anybody waiting it counts as held when two looks, at least 2 ms apart, met the same owner. One for each
/// tracker; not thread-safe.
/// </summary>
internal sealed class EmbeddedLockWatch
{
    /// <summary>Somebody would have to wait at this many places of one segment.</summary>
    private const int MaxPlaces = 64;

    /// <summary>A segment without locks known to us may yet be made into one with.</summary>
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromSeconds(10);

    /// <summary>Nor one that nobody is known to have mapped, but for those who may not be looked into.</summary>
    private static readonly TimeSpan s_lookAgainUnused = TimeSpan.FromMinutes(2);

    // The place of a waiter has been touched, so reading it out of a peer's memory makes nothing. Attaching would.
    private static readonly ReadOptions s_withoutAttaching = new() { AllowAttach = false };

    private readonly SortedSet<long> _places = [];
    private readonly SortedSet<long> _readWrite = [];
    private ImmutableArray<long> _waited = [];
    private ImmutableArray<ProcessMutex> _before = [];
    private ImmutableArray<ProcessMutex> _confirmed = [];
    private ImmutableArray<ReadWriteLock> _readWriteBefore = [];
    private ImmutableArray<ReadWriteLock> _readWriteConfirmed = [];
    private DateTimeOffset _beforeUtc;
    private DateTimeOffset _notBefore;
    private bool _unused;

    /// <summary>Another object has the name now.</summary>
    public void Reset()
    {
        _before = _confirmed = [];
        _readWriteBefore = _readWriteConfirmed = [];
        _beforeUtc = _notBefore = default;
        _places.Clear();
        _readWrite.Clear();
        _waited = [];
    }

    /// <summary>The locks now; some 10 µs, and nothing for segments in which none was found lately.</summary>
    /// <param name="facts">The segment.</param>
    /// <param name="attachments">Who maps it.</param>
    /// <param name="waits">Who waits where; null when that was not looked at now.</param>
    /// <param name="context">What reads.</param>
    /// <param name="now">The moment.</param>
    public ImmutableArray<LockDetail> Look(
        SegmentFacts facts, ImmutableArray<Attachment> attachments, FutexTable? waits, SamplingContext context, DateTimeOffset now)
    {
        // Between two looks at who waits they wait on.
        if (waits is not null)
            _waited = waits.In(attachments);
        if (_unused && !attachments.IsEmpty)
            _notBefore = default;
        _unused = attachments.IsEmpty;
        foreach (long place in _waited)
        {
            if (_places.Count + _readWrite.Count < MaxPlaces && !IsOfReadWrite(place))
                _places.Add(place);
        }

        if (_places.Count == 0 && _readWrite.Count == 0 && (!facts.IsReadByFile || now < _notBefore))
            return [];
        var outcome = context.Reader.Read(facts, attachments,
            facts.IsReadByFile ? ReadOptions.Default : s_withoutAttaching, view => Read(view, facts, lookInto: waits is not null));
        var (mutexes, words, readWrite) = outcome.Status == ReadStatus.Copied ? outcome.Value : ([], [], []);
        if (mutexes.IsEmpty && words.IsEmpty && readWrite.IsEmpty)
            _notBefore = now + (_unused ? s_lookAgainUnused : s_lookAgain);
        foreach (var word in words)
        {
            if (waits is not null && word.Kind is WordLockKind.Other or WordLockKind.Condition && !_waited.Contains(word.Offset))
                _places.Remove(word.Offset);
        }

        Confirm(mutexes, readWrite, now);
        bool allSeen = (words.Any(word => word.Kind == WordLockKind.Semaphore) || mutexes.Any(mutex => mutex.Contended) || !readWrite.IsEmpty) &&
            !context.Attachments().UnseenOf(facts.OwnerUid, facts.OwnerGid, facts.Mode, writing: true)
                .MayHideHolderFrom(facts.OwnerUid, SegmentPermissions.OurUid);
        return
        [
            .. mutexes.Select(mutex => Steady(context.Mutexes.Describe(mutex, attachments, allSeen), mutex)),
            .. readWrite.Select(found => Steady(context.Mutexes.Describe(found, attachments, allSeen), _readWriteConfirmed.Contains(found))),
            .. words.Where(word => word.Kind == WordLockKind.Semaphore).Select(word => context.Mutexes.Describe(word, attachments, allSeen)),
            .. words.Where(word => word.Kind is WordLockKind.Other or WordLockKind.Condition && _waited.Contains(word.Offset))
                .Select(word => context.Mutexes.DescribeWait(word, attachments)),
        ];
    }

    private (ImmutableArray<ProcessMutex> Mutexes, ImmutableArray<WordLock> Words, ImmutableArray<ReadWriteLock> ReadWrite) Read(
        ISegmentView view, SegmentFacts facts, bool lookInto)
    {
        var known = facts.IsReadByFile ? ProcessMutexReader.Look(view, facts) : [];
        if (facts.IsReadByFile && known.IsEmpty && lookInto)
        {
            foreach (var held in ProcessMutexReader.LookForHeld(view).Take(MaxPlaces - _places.Count))
                _places.Add(held.Offset);
        }

        var words = ProcessMutexReader.Look(view, _places.Where(place => !IsOfReadWrite(place) && !known.Any(mutex => mutex.Offset == place)));
        // A word of it is waited on only at times: from now on it is looked at by where it begins.
        foreach (var word in words)
        {
            if (word.Kind == WordLockKind.ReadWrite && _readWrite.Count < MaxPlaces)
                _readWrite.Add(word.Offset);
        }

        var readWrite = ProcessMutexReader.LookAtReadWrite(view, _readWrite);
        _readWrite.IntersectWith(readWrite.Select(found => found.Offset));
        _places.RemoveWhere(IsOfReadWrite);
        return ([.. known, .. words.Where(word => word.Kind == WordLockKind.Mutex).Select(word => word.Mutex)], words, readWrite);
    }

    private bool IsOfReadWrite(long place) => _readWrite.Any(begin => ReadWriteLock.IsWaitedOn(begin, place));

    private void Confirm(ImmutableArray<ProcessMutex> mutexes, ImmutableArray<ReadWriteLock> readWrite, DateTimeOffset now)
    {
        bool apart = now - _beforeUtc >= LockDebouncer.ConfirmAfter;
        _confirmed = [.. mutexes.Where(mutex => IsHeldAsIn(_confirmed, mutex) || (apart && IsHeldAsIn(_before, mutex)))];

        _readWriteConfirmed = [.. readWrite.Where(found => _readWriteConfirmed.Contains(found) || (apart && _readWriteBefore.Contains(found)))];

        // Looks that follow each other closer than that must not keep putting off the second one, nor span one that met it free.
        if (apart)
            (_before, _readWriteBefore, _beforeUtc) = (mutexes, readWrite, now);
        else
            (_before, _readWriteBefore) = ([.. _before.Where(old => IsHeldAsIn(mutexes, old))], [.. _readWriteBefore.Where(readWrite.Contains)]);
    }

    private static bool IsHeldAsIn(ImmutableArray<ProcessMutex> before, ProcessMutex mutex) => mutex.State == LockState.Held &&
        before.Any(old => old.Offset == mutex.Offset && old.State == LockState.Held && old.OwnerThreadId == mutex.OwnerThreadId);

    private LockDetail Steady(LockDetail detail, ProcessMutex mutex) =>
        Steady(detail, _confirmed.Contains(mutex));

    private static LockDetail Steady(LockDetail detail, bool confirmed) =>
        detail is { State: LockState.Held, WaiterCount: 0, Problem: null } && !confirmed
            ? detail with { State = LockState.Free, Holder = null, HolderThreadId = 0, Shared = false, Value = 0, MetHeldOnce = true }
            : detail;
}
