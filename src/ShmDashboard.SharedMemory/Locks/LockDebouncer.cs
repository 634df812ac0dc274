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
    private int? _holderThatLetGo;
    private DateTimeOffset _letGoAt;
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
    /// POSIX only: who maps the semaphore (<see cref="AttachmentMap.OfFile"/>). If it is one process, it is named as the
    /// inferred holder.
    /// </param>
    /// <param name="handedOver">Somebody else had the lock since the last reading, although this one may not show it.</param>
    public LockStatus Observe(
        LockReading reading, DateTimeOffset nowUtc, ImmutableArray<Attachment> users = default, bool handedOver = false)
    {
        if (reading.State == LockState.Damaged)
        {
            _damagedSet = reading.SemaphoreId;
        }
        else if (reading.SemaphoreId != _damagedSet)
        {
            _damagedSet = null;
        }

        FollowHolder(reading, nowUtc, handedOver);
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

        _reading = reading;
        _readAt = nowUtc;
        Status = Describe(users);
        return Status;
    }

    // The undo of a dying process names it as the last operator, as its own release would. What we did with the lock since,
    // to read the segment, hides nobody.
    private void FollowHolder(LockReading reading, DateTimeOffset now, bool handedOver)
    {
        bool free = reading is { State: LockState.Free, Kind: LockKind.QtSystemV };
        if (_holderThatLetGo is { } pid && (handedOver || !free || reading.SemaphoreId != _reading.SemaphoreId || !IsBy(pid, reading)))
            (_holderThatLetGo, _endedHolder) = (null, null);
        if (free && !handedOver && _confirmed && _reading is { State: LockState.Held, Kind: LockKind.QtSystemV, LastPid: > 0 } &&
            _reading.SemaphoreId == reading.SemaphoreId && IsBy(_reading.LastPid, reading))
        {
            (_holderThatLetGo, _letGoAt) = (_reading.LastPid, now);
        }

        if (_holderThatLetGo is { } who && _endedHolder is null && now - _letGoAt <= s_endsTogether &&
            _look(who) is { Alive: false } ended)
        {
            _endedHolder = ended;
        }
    }

    private static bool IsBy(int pid, LockReading reading) => reading.LastPid == pid || reading.LastPid == Environment.ProcessId;

    private bool SameHolding(LockReading reading) =>
        reading.LastPid == _reading.LastPid && reading.SemaphoreId == _reading.SemaphoreId &&
        reading.FileIdentity == _reading.FileIdentity && reading.LastOperationUtc == _reading.LastOperationUtc;

    private LockStatus Describe(ImmutableArray<Attachment> users)
    {
        bool held = _reading.State == LockState.Held;
        ProcessRef? holder = held && _confirmed ? Holder(users) : null;
        return new LockStatus
        {
            State = held && !_confirmed ? LockState.Free : _reading.State,
            Kind = _reading.Kind,
            Holder = holder,
            HolderIsInferred = holder is not null &&
                (_reading.Kind == LockKind.PosixSemaphore || _damagedSet is not null),
            HeldSinceUtc = held && _confirmed ? HeldSince() : null,
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
        {
            return _look(_reading.LastPid);
        }

        return !users.IsDefaultOrEmpty && users.All(user => user.Process.Pid == users[0].Process.Pid)
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
