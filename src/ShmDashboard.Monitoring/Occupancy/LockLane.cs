using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Monitoring.Occupancy;

/// <summary>
/// The time line of one lock, made of looks at regular times: who had it when, who waited, when the content changed.
/// Keeps the newest <see cref="Capacity"/> intervals. What lies between two looks is not invented: holds that were missed
/// are counted where the kernel tells of them. Thread-safe; time is passed in.
/// </summary>
public sealed class LockLane
{
    /// <summary>So many changes are kept: at 30 pictures a second, written and read under the lock, the last minute.</summary>
    public const int Capacity = 8192;

    // One second of otime or one change of the last operator tells of a missed hold; counted by the second, for ten minutes.
    private const int HiddenSeconds = 600;

    // After so many missed looks nothing is claimed of the time between, unless the kernel vouches for it.
    private const int GapSamples = 10;

    private readonly Lock _gate = new();
    private readonly Func<int, ProcessRef> _name;
    private readonly int _ownPid;
    private readonly Ring<Stretch> _stretches = new(Capacity);
    private readonly Ring<FrameMark> _frames = new(LaneSnapshot.MaxIntervals * 2);
    private readonly Ring<HiddenSecond> _hidden = new(HiddenSeconds);
    private readonly WaitLane _waits = new(Capacity / 2);
    private LockReading _last;
    private DateTimeOffset _lastUtc;
    private bool _started;

    /// <param name="samplingInterval">How often it will be looked at.</param>
    /// <param name="name">Names a pid; <see cref="ProcessDirectory.Look(int)"/>.</param>
    /// <param name="ownPid">This process: what it does with the lock itself does not count as a missed hold of somebody.</param>
    public LockLane(TimeSpan samplingInterval, Func<int, ProcessRef> name, int ownPid)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(samplingInterval, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(name);
        SamplingInterval = samplingInterval;
        _name = name;
        _ownPid = ownPid;
    }

    /// <summary>Time between two looks, as intended; <see cref="HoldStatistics.Samples"/> tells how many there were.</summary>
    public TimeSpan SamplingInterval { get; }

    private TimeSpan LongestGap => GapSamples * SamplingInterval;

    /// <summary>Takes a look in.</summary>
    /// <param name="reading">What <see cref="LockObserver.Read"/> said.</param>
    /// <param name="nowUtc">When. If the clock was set back, the line begins anew.</param>
    /// <param name="waiters">Who was last found waiting; may be some hundred milliseconds old. Default: unknown.</param>
    public void Observe(LockReading reading, DateTimeOffset nowUtc, ImmutableArray<ProcessRef> waiters = default)
    {
        lock (_gate)
        {
            if (_started && nowUtc < _lastUtc)
                Clear_NeedsGate();
            bool interrupted = _started && nowUtc - _lastUtc > LongestGap;
            if (interrupted)
                Interrupt_NeedsGate(nothingHappened: IsUntouched(reading));
            bool follows = _started && _stretches.Count > 0 && _stretches[^1].State != LaneState.Unknown;
            Extend_NeedsGate(reading, nowUtc, follows, interrupted);
            var taker = follows ? Taker(reading) : null;
            _waits.Observe(StateOf(reading) == LaneState.Unknown ? 0 : reading.WaiterCount, taker, waiters, nowUtc);
            if (follows && Hidden(reading))
                CountHidden_NeedsGate(nowUtc);
            _last = reading;
            _lastUtc = nowUtc;
            _started = true;
        }
    }

    /// <summary>A new content was seen.</summary>
    public void MarkFrame(long sequence, DateTimeOffset seenUtc)
    {
        lock (_gate)
            _frames.Add(new FrameMark(sequence, seenUtc));
    }

    /// <summary>The line from <paramref name="window"/> ago until now.</summary>
    /// <param name="nowUtc">The end of the window.</param>
    /// <param name="window">Its length, above zero.</param>
    /// <param name="maxIntervals">At most so many intervals, waits and frames each; the newest.</param>
    public LaneSnapshot Snapshot(DateTimeOffset nowUtc, TimeSpan window, int maxIntervals = LaneSnapshot.MaxIntervals)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxIntervals, 1);
        var from = nowUtc - window;
        lock (_gate)
        {
            var intervals = Intervals_NeedsGate(from, nowUtc);
            var waits = _waits.Between(from, nowUtc);
            var frames = Frames_NeedsGate(from, nowUtc);
            bool lost = _stretches.Dropped > 0 && _stretches[0].FromUtc > from ||
                _waits.DroppedSince(from) || _frames.Dropped > 0 && _frames[0].SeenUtc > from;
            return new LaneSnapshot
            {
                FromUtc = from,
                ToUtc = nowUtc,
                SamplingInterval = SamplingInterval,
                Intervals = Newest(intervals, maxIntervals),
                Waits = Newest(waits, maxIntervals),
                Frames = Newest(frames, maxIntervals),
                Truncated = lost || intervals.Count > maxIntervals || waits.Count > maxIntervals || frames.Count > maxIntervals,
                Statistics = LaneArithmetic.Sum(intervals, waits, Hidden_NeedsGate(from, nowUtc)),
                KernelTellsMissedHolds = _last.Kind == LockKind.QtSystemV,
            };
        }
    }

    private static LaneState StateOf(LockReading reading) => reading.State switch
    {
        LockState.Free => LaneState.Free,
        LockState.Held => LaneState.Held,
        LockState.Damaged => LaneState.Damaged,
        LockState.None => LaneState.NoLock,
        _ => LaneState.Unknown,
    };

    private static ImmutableArray<T> Newest<T>(List<T> all, int count) =>
        [.. all.Skip(Math.Max(0, all.Count - count))];

    private void Extend_NeedsGate(LockReading reading, DateTimeOffset now, bool follows, bool interrupted)
    {
        var state = StateOf(reading);
        int holder = state == LaneState.Held ? reading.LastPid : 0;
        if (_started && _stretches.Count > 0)
        {
            ref var last = ref _stretches[^1];
            last.ToUtc = now;
            // Released and taken again by the same process between two looks: the second of the last operation tells.
            bool takenAgain = follows && state == LaneState.Held && Later(reading.LastOperationUtc, _last.LastOperationUtc);
            if (last.State == state && last.Pid == holder && !takenAgain)
            {
                last.Samples++;
                return;
            }
        }

        bool continues = interrupted && state == LaneState.Held && IsSameHold(reading);
        _stretches.Add(new Stretch(state, holder, holder > 0 ? _name(holder) : null, now) { Samples = 1, Continues = continues });
    }

    /// <summary>Whether nothing tells that a hold is another one than that of the last look.</summary>
    private bool IsSameHold(LockReading reading) =>
        reading.State == _last.State && reading.SemaphoreId == _last.SemaphoreId && reading.Value == _last.Value &&
        reading.LastPid == _last.LastPid && reading.LastOperationUtc == _last.LastOperationUtc;

    /// <summary>
    /// Whether the kernel tells that the lock was not operated on since the last look: every operation, that of a dying
    /// holder's undo included, writes its second, and the one written is older than that look.
    /// </summary>
    private bool IsUntouched(LockReading reading) =>
        reading.Kind == LockKind.QtSystemV && reading.SemaphoreId is not null && reading.SemaphoreId == _last.SemaphoreId &&
        reading.State == _last.State && reading.Value == _last.Value && reading.LastPid == _last.LastPid &&
        reading.LastOperationUtc is { } second && second == _last.LastOperationUtc && second + TimeSpan.FromSeconds(1) <= _lastUtc;

    private void Interrupt_NeedsGate(bool nothingHappened)
    {
        _waits.Break();
        if (nothingHappened)
            return;
        var end = _lastUtc + SamplingInterval;
        _stretches[^1].ToUtc = end;
        _stretches.Add(new Stretch(LaneState.Unknown, 0, null, end));
    }

    private void Clear_NeedsGate()
    {
        _stretches.Clear();
        _frames.Clear();
        _hidden.Clear();
        _waits.Clear();
        _started = false;
    }

    /// <summary>Who changed the lock since the last look; null when nobody else did.</summary>
    private ProcessRef? Taker(LockReading reading) =>
        reading.LastPid > 0 && reading.SemaphoreId == _last.SemaphoreId && reading.LastPid != _last.LastPid
            ? _name(reading.LastPid)
            : null;

    /// <summary>
    /// Whether the lock was taken and given back unseen: it is free again, and the kernel's last operator is not who had it
    /// when last looked at; or the same, but the second of the last operation moved although nobody was seen with it.
    /// </summary>
    private bool Hidden(LockReading reading) =>
        reading.State == LockState.Free && reading.SemaphoreId is not null && reading.SemaphoreId == _last.SemaphoreId &&
        reading.LastPid > 0 && reading.LastPid != _ownPid && (_last.State is LockState.Free or LockState.Held) &&
        (reading.LastPid != _last.LastPid ||
            _last.State == LockState.Free && Later(reading.LastOperationUtc, _last.LastOperationUtc));

    private static bool Later(DateTimeOffset? now, DateTimeOffset? before) => now is { } moved && !(moved <= before);

    private void CountHidden_NeedsGate(DateTimeOffset now)
    {
        long second = now.ToUnixTimeSeconds();
        if (_hidden.Count > 0 && _hidden[^1].Second == second)
            _hidden[^1].Count++;
        else
            _hidden.Add(new HiddenSecond { Second = second, Count = 1 });
    }

    private int Hidden_NeedsGate(DateTimeOffset from, DateTimeOffset to)
    {
        int count = 0;
        for (int i = 0; i < _hidden.Count; i++)
        {
            if (_hidden[i].Second >= from.ToUnixTimeSeconds() && _hidden[i].Second <= to.ToUnixTimeSeconds())
                count += _hidden[i].Count;
        }

        return count;
    }

    private List<LaneInterval> Intervals_NeedsGate(DateTimeOffset from, DateTimeOffset to)
    {
        var intervals = new List<LaneInterval>();
        for (int i = 0; i < _stretches.Count; i++)
        {
            var stretch = _stretches[i];
            // What was last seen counts for one interval, as every look does.
            if (i == _stretches.Count - 1)
                stretch.ToUtc = _lastUtc + SamplingInterval;
            if (stretch.ToUtc > from && stretch.FromUtc < to)
                intervals.Add(stretch.Clip(from, to));
        }

        var seenUntil = _lastUtc + SamplingInterval;
        if (_started && to - _lastUtc > LongestGap && seenUntil > from)
            intervals.Add(new LaneInterval(LaneState.Unknown, null, seenUntil, to, 0));
        return intervals;
    }

    private List<FrameMark> Frames_NeedsGate(DateTimeOffset from, DateTimeOffset to)
    {
        var frames = new List<FrameMark>();
        for (int i = 0; i < _frames.Count; i++)
        {
            if (_frames[i].SeenUtc >= from && _frames[i].SeenUtc <= to)
                frames.Add(_frames[i]);
        }

        return frames;
    }

    private record struct HiddenSecond(long Second, int Count);

    private record struct Stretch(LaneState State, int Pid, ProcessRef? Holder, DateTimeOffset FromUtc)
    {
        public DateTimeOffset ToUtc { get; set; } = FromUtc;

        public int Samples { get; set; }

        public bool Continues { get; init; }

        // The looks of a stretch lie evenly in it: of a part of it, as many are its own.
        public readonly LaneInterval Clip(DateTimeOffset from, DateTimeOffset to)
        {
            var begin = FromUtc > from ? FromUtc : from;
            var end = ToUtc < to ? ToUtc : to;
            var whole = ToUtc - FromUtc;
            return new(State, Holder, begin, end, whole > TimeSpan.Zero ? (int)Math.Ceiling(Samples * ((end - begin) / whole)) : Samples)
            {
                Continues = Continues,
            };
        }
    }
}
