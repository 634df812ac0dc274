using System.Collections.Immutable;
using System.Globalization;
using ShmDashboard.SharedMemory.Interop;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>
/// The System V semaphore set beside a System V segment of no known family, as textbooks pair them: the same key, the next
/// number, or the same file with the next project id. Asked by queries that change nothing. Stateless and thread-safe.
/// </summary>
/// <remarks>
/// Nothing says that such a set is a lock at all, nor that 1 means free. One whom somebody waits for is taken for held by
/// whoever changed it last: a guess. Of one at rest it can only be told once it was seen what its users wait for, or what it was
/// made with (<see cref="SemaphoreConvention"/>).
/// </remarks>
public sealed class PairedSemaphoreSet
{
    private const int NextProjectId = 1 << 24;
    private const int MaxSemaphores = 32;

    private readonly ProcessDirectory _processes;

    /// <summary>A reader.</summary>
    /// <param name="processes">Names who changed it last, and who waits.</param>
    public PairedSemaphoreSet(ProcessDirectory processes)
    {
        ArgumentNullException.ThrowIfNull(processes);
        _processes = processes;
    }

    /// <summary>The set of a segment; null when it has none, or has Qt's.</summary>
    /// <param name="segment">Which.</param>
    /// <param name="sets">All sets.</param>
    /// <param name="isSegmentKey">Whether a key is that of a segment: then a set of that key is that one's.</param>
    public static SemaphoreSetRow? Find(SegmentFacts segment, SemaphoreSetTable sets, Func<int, bool> isSegmentKey)
    {
        ArgumentNullException.ThrowIfNull(segment);
        ArgumentNullException.ThrowIfNull(sets);
        ArgumentNullException.ThrowIfNull(isSegmentKey);
        if (segment is not { Qt: null, SystemV.Key: var key and not 0 })
            return null;

        return sets.Find(key) ?? Beside(unchecked(key + 1)) ?? Beside(unchecked(key + NextProjectId));

        SemaphoreSetRow? Beside(int other) => isSegmentKey(other) ? null : sets.Find(other);
    }

    /// <summary>What it says now; <see cref="LockState.None"/> when it has gone meanwhile.</summary>
    /// <param name="row">The set.</param>
    /// <param name="convention">What is known of its use; what is seen now is added.</param>
    public LockDetail Describe(SemaphoreSetRow row, ref SemaphoreConvention convention)
    {
        var set = new SemaphoreSet(row.Id);
        string where = string.Create(CultureInfo.InvariantCulture, $"semaphore set {row.Id}");
        var tally = Count(set, row.Count, ref convention, out int errno);
        if (errno != 0)
            return Refused(row, where, errno);

        // Set by SETVAL and not operated on since: that is what it was made with.
        if (convention == SemaphoreConvention.NotKnown && !tally.AllZero && row.OperatedUtc is null)
            convention = SemaphoreConvention.ZeroIsTaken;
        bool held = tally.Waiting > 0 || convention switch
        {
            SemaphoreConvention.ZeroIsTaken => tally.AllZero,
            SemaphoreConvention.ZeroIsFree => !tally.AllZero,
            _ => false,
        };
        return held || convention != SemaphoreConvention.NotKnown
            ? InUse(row, set, where, tally, held)
            : AtRest(row, where, tally.First, tally.AllZero);
    }

    private static Tally Count(SemaphoreSet set, int count, ref SemaphoreConvention convention, out int errno)
    {
        errno = 0;
        var tally = new Tally { AllZero = true, WaitedAt = -1 };
        for (int index = 0; index < Math.Min(count, MaxSemaphores) && errno == 0; index++)
        {
            int value = set.Value(out errno, index);
            int here = errno == 0 ? set.Waiters(out errno, index) : 0;
            int forZero = errno == 0 ? set.WaitersForZero(out errno, index) : 0;
            convention = forZero > 0 ? SemaphoreConvention.ZeroIsFree : here > 0 ? SemaphoreConvention.ZeroIsTaken : convention;
            here += forZero;
            tally = new Tally
            {
                First = index == 0 ? value : tally.First,
                AllZero = tally.AllZero && value == 0,
                WaitedAt = tally.WaitedAt < 0 && here > 0 ? index : tally.WaitedAt,
                Waiting = tally.Waiting + here,
            };
        }

        return tally;
    }

    private LockDetail InUse(SemaphoreSetRow row, SemaphoreSet set, string where, in Tally tally, bool held)
    {
        var waiters = tally.Waiting > 0 ? SemaphoreSetWaiters.Find(_processes, row.Id, tally.Waiting, out _) : [];
        // Whoever set a value without any operation made the set, and took nothing.
        ProcessRef? last = held && row.OperatedUtc is not null && set.LastPid(out _, Math.Max(tally.WaitedAt, 0)) is > 0 and int pid
            ? _processes.Look(pid)
            : null;
        // Whoever waits does not have it: it took what others give, as one does that waits for news.
        ProcessRef? holder = last is { } found && !waiters.Any(waiter => waiter.Pid == found.Pid) ? found : null;
        return new LockDetail
        {
            Kind = LockKind.SemaphoreSet,
            State = held ? LockState.Held : LockState.Free,
            Where = where,
            SemaphoreId = row.Id,
            Value = tally.First,
            Holder = holder,
            HolderIsInferred = held,
            HolderEnded = holder is { Alive: false },
            WaiterCount = tally.Waiting,
            Waiters = waiters,
            Problem = holder is not { Alive: false } ended ? null : Sentence.Of(
                $"Semaphore set {row.Id} was last changed by process {ended.Pid}, which has ended, and stands at {tally.First}. " +
                $"If that means taken, nobody gives it back."),
        };
    }

    private static LockDetail Refused(SemaphoreSetRow row, string where, int errno) => new()
    {
        Kind = LockKind.SemaphoreSet,
        State = Errno.IsDenied(errno) ? LockState.NotPermitted : LockState.None,
        Where = where,
        SemaphoreId = row.Id,
        Problem = Errno.IsDenied(errno)
            ? Errno.Problem(Sentence.Of($"look at semaphore set {row.Id}"), "semctl", errno, Sentence.Of($"it belongs to uid {row.OwnerUid}"), Errno.RunAs($"uid {row.OwnerUid}"))
            : null,
    };

    private static LockDetail AtRest(SemaphoreSetRow row, string where, int value, bool allZero) => new()
    {
        Kind = LockKind.SemaphoreSet,
        State = allZero ? LockState.None : LockState.Free,
        Where = where,
        SemaphoreId = row.Id,
        Value = value,
        Problem = allZero
            ? Sentence.Of($"Semaphore set {row.Id} stands at 0, and nobody waits for it. " +
                $"Whether that means taken or free is a convention of its programs, and nothing was seen that tells which.")
            : Sentence.Of($"Semaphore set {row.Id} stands at {value}, and nobody waits for it. " +
                $"That this means free is a guess: it does where 0 means taken, as is usual."),
    };

    /// <summary>What all semaphores of a set say at once.</summary>
    private readonly record struct Tally
    {
        /// <summary>The value of the first.</summary>
        public int First { get; init; }

        /// <summary>None has another value than 0.</summary>
        public bool AllZero { get; init; }

        /// <summary>The first that somebody waits for; -1 for none.</summary>
        public int WaitedAt { get; init; }

        /// <summary>How many wait.</summary>
        public int Waiting { get; init; }
    }
}
