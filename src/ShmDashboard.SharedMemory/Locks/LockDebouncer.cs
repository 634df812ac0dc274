using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.SharedMemory.Locks;

/// <summary>
/// Makes a steady statement of one segment's lock readings. Attach and detach take Qt's lock for some 20 µs, so one
/// reading of "held" proves nothing: it takes two, at least <see cref="ConfirmAfter"/> apart, with the same holder, or
/// somebody who waits. A plain object for one owner; not thread-safe; time is what is passed in.
/// </summary>
public sealed class LockDebouncer
{
    private static readonly TimeSpan s_operationTimeGrain = TimeSpan.FromSeconds(1);

    // Who let go and lives this much longer did not let go by ending.
    private static readonly TimeSpan s_endsTogether = TimeSpan.FromSeconds(2);

    private readonly Func<int, ProcessRef> _look;
    private LockReading _reading;
    private DateTimeOffset _readAt;
    private DateTimeOffset? _lastNotHeld;
    private DateTimeOffset? _firstHeld;
    private bool _confirmed;
    private int? _damagedSet;
    private int? _lastHolder;
    private DateTimeOffset? _letGoAt;
    private ProcessRef? _endedHolder;

    /// <summary>A debouncer without any reading.</summary>
    /// <param name="look">Names a pid; <see cref="ProcessDirectory.Look(int)"/>.</param>
    public LockDebouncer(Func<int, ProcessRef> look)
    {
        ArgumentNullException.ThrowIfNull(look);
        _look = look;
    }

    /// <summary>How far apart two readings must be to confirm each other: 2 ms.</summary>
    public static TimeSpan ConfirmAfter { get; } = TimeSpan.FromMilliseconds(2);

    /// <summary>The statement after the last reading.</summary>
    public LockStatus Status { get; private set; } = LockStatus.None;

    /// <summary>Takes a reading in and gives the statement that now holds.</summary>
    /// <param name="reading">What <see cref="LockObserver.Read"/> said.</param>
    /// <param name="nowUtc">When it said so; not earlier than the last time.</param>
    /// <param name="users">
    /// POSIX: who maps the semaphore (<see cref="AttachmentMap.OfFile"/>). If it is one process, it is named as the inferred
    /// holder. Qt: who has the segment attached; anybody who may not write only looks, as another dashboard does, and hides
    /// nobody who ended while holding the lock. Default: not known, and anybody may write.
    /// </param>
    /// <param name="handedOver">Somebody else had the lock since the last reading, although this one may not show it.</param>
    public LockStatus Observe(
        LockReading reading, DateTimeOffset nowUtc, ImmutableArray<Attachment> users = default, bool handedOver = false)
    {
        if (reading.State == LockState.Damaged)
            _damagedSet = reading.SemaphoreId;
        else if (reading.SemaphoreId != _damagedSet)
            _damagedSet = null;

        if (reading.State != LockState.Held)
        {
            _firstHeld = null;
            _confirmed = false;
            _lastNotHeld = nowUtc;
        }
        else if (_firstHeld is not { } first || !SameHolding(reading))
        {
            _lastNotHeld = _firstHeld is null ? _lastNotHeld : _readAt;
            _firstHeld = nowUtc;
            _confirmed = reading.WaiterCount > 0;
        }
        else
        {
            _confirmed |= reading.WaiterCount > 0 || nowUtc - first >= ConfirmAfter;
        }

        FollowHolder(reading, nowUtc, users, handedOver);
        _reading = reading;
        _readAt = nowUtc;
        Status = Describe(users);
        return Status;
    }

    // The undo of a dying process names it as the last operator, as its own release would. What was done with the lock since
    // by us or by others who only look, to read the segment, hides nobody; what one did who may write to it does.
    private void FollowHolder(LockReading reading, DateTimeOffset now, ImmutableArray<Attachment> users, bool handedOver)
    {
        bool held = reading.State == LockState.Held;
        if (reading.Kind != LockKind.QtSystemV || reading.SemaphoreId != _reading.SemaphoreId || !(held || reading.State == LockState.Free))
            Follow(null);

        bool onlyLooked = reading.LastPid == _lastHolder || reading.LastPid == Environment.ProcessId || !MayWrite(reading.LastPid, users);
        if (handedOver || !onlyLooked)
            Follow(null);

        if (held)
        {
            // One who only looks is at times met in the act twice in a row, and is no new holder beside one who ended.
            if (_confirmed && (reading.LastPid == _lastHolder || _lastHolder is not { } before || _look(before).Alive))
                Follow(reading.LastPid > 0 ? reading.LastPid : null);
        }
        else if (_lastHolder is { } holder && _endedHolder is null)
        {
            _letGoAt ??= now;
            var who = _look(holder);
            if (now - _letGoAt > s_endsTogether)
                Follow(null);
            else if (!who.Alive)
                _endedHolder = who;
        }
    }

    private void Follow(int? holder) => (_lastHolder, _letGoAt, _endedHolder) = (holder, null, null);

    private static bool MayWrite(int pid, ImmutableArray<Attachment> users) =>
        users.IsDefault || users.Any(user => user.Writable && user.Process.Pid == pid);

    private bool SameHolding(LockReading reading) =>
        reading.LastPid == _reading.LastPid && reading.SemaphoreId == _reading.SemaphoreId &&
        reading.FileIdentity == _reading.FileIdentity && reading.LastOperationUtc == _reading.LastOperationUtc;

    private LockStatus Describe(ImmutableArray<Attachment> users)
    {
        bool held = _reading.State == LockState.Held;
        var holder = held && _confirmed ? Holder(users) : null;
        return new LockStatus
        {
            State = held && !_confirmed ? LockState.Free : _reading.State,
            Kind = _reading.Kind,
            Holder = holder,
            HolderIsInferred = holder is not null &&
                (_reading.Kind == LockKind.PosixSemaphore || _damagedSet is not null),
            HeldSinceUtc = held && _confirmed ? HeldSince() : null,
            HeldAtLeast = held && _confirmed && _reading.LastOperationUtc is null && _lastNotHeld is null,
            EndedHolder = _endedHolder,
            WaiterCount = _reading.WaiterCount,
            SemaphoreId = _reading.SemaphoreId,
            Value = _reading.Value,
            LastOperationUtc = _reading.LastOperationUtc,
            Problem = _reading.Problem,
        };
    }

    private ProcessRef? Holder(ImmutableArray<Attachment> users)
    {
        if (_reading.LastPid > 0)
            return _look(_reading.LastPid);

        return _reading.Kind == LockKind.PosixSemaphore && !users.IsDefaultOrEmpty && users.All(user => user.Process.Pid == users[0].Process.Pid)
            ? users[0].Process
            : null;
    }

    // The operation time is the second in which the lock was taken, cut: the truth lies in [o, o + 1 s). It is better than
    // our first sight only when that came later, and wrong if we saw the lock free after that second.
    private DateTimeOffset? HeldSince() =>
        _reading.LastOperationUtc is { } operation && operation + s_operationTimeGrain <= _firstHeld &&
        !(_lastNotHeld >= operation + s_operationTimeGrain)
            ? operation
            : _firstHeld;
}
