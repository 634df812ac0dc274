using System.Globalization;
using ShmDashboard.Monitoring.Occupancy;
using ShmDashboard.SharedMemory.Processes;

namespace ShmDashboard.Web.Components.Inspection;

/// <summary>
/// Turns snapshots of a lock's time line into messages that hold only what is new. One for each script that listens.
/// Not thread-safe.
/// </summary>
internal sealed class LaneFeed
{
    private const int MaxWaits = 600;

    private readonly Dictionary<ProcessRef, int> _people = [];
    private readonly List<string> _newPeople = [];
    private long _epoch;
    private long _since = long.MinValue;
    private long _lastFrame;
    private long[] _waits = [];
    private TimeSpan? _window;

    /// <summary>What the script has to be told.</summary>
    /// <param name="lane">The line as it is.</param>
    /// <param name="window">How much of it is shown; another one than before begins anew.</param>
    public LaneMessage Next(LaneSnapshot lane, TimeSpan window)
    {
        bool reset = window != _window;
        if (reset) Begin(lane, window);
        long since = _since;
        long[] intervals = Intervals(lane, since);
        long[] waits = Waits(lane);
        bool sameWaits = !reset && waits.SequenceEqual(_waits);
        _waits = waits;
        long[] frames = Frames(lane);
        string[] people = [.. _newPeople];
        _newPeople.Clear();
        return new LaneMessage(
            reset, _epoch, At(lane.ToUtc), (long)window.TotalMilliseconds, since == long.MinValue ? 0 : since, intervals,
            sameWaits ? null : waits, frames, KeptSince(lane), people);
    }

    private void Begin(LaneSnapshot lane, TimeSpan window)
    {
        _window = window;
        _epoch = lane.FromUtc.ToUnixTimeMilliseconds();
        _since = long.MinValue;
        _lastFrame = 0;
        _people.Clear();
    }

    private long[] Intervals(LaneSnapshot lane, long since)
    {
        var told = new List<long>();
        foreach (var interval in lane.Intervals)
        {
            long from = At(interval.FromUtc), to = At(interval.ToUtc);
            if (to < since || from < since && to == since) continue;
            told.AddRange([from, to, (long)interval.State, Number(interval.Holder)]);
        }

        // The last one grows; what begins before it does not change any more.
        if (!lane.Intervals.IsDefaultOrEmpty) _since = At(lane.Intervals[^1].FromUtc);
        return [.. told];
    }

    private long[] Waits(LaneSnapshot lane)
    {
        var told = new List<long>();
        foreach (var wait in lane.Waits.Skip(Math.Max(0, lane.Waits.Length - MaxWaits)))
            told.AddRange([At(wait.FromUtc), At(wait.ToUtc), Number(wait.Waiter), wait.Count]);
        return [.. told];
    }

    private long[] Frames(LaneSnapshot lane)
    {
        var told = new List<long>();
        foreach (var frame in lane.Frames.Where(frame => frame.Sequence > _lastFrame))
        {
            told.AddRange([At(frame.SeenUtc), frame.Sequence]);
            _lastFrame = frame.Sequence;
        }

        return [.. told];
    }

    private long? KeptSince(LaneSnapshot lane) =>
        lane is { Truncated: true, Intervals: [{ } first, ..] } && first.FromUtc > lane.FromUtc ? At(first.FromUtc) : null;

    private long Number(ProcessRef? process)
    {
        if (process is not { } known) return 0;
        if (_people.TryGetValue(known, out int number)) return number;
        _newPeople.AddRange([known.Name ?? "", known.Pid.ToString(CultureInfo.InvariantCulture)]);
        return _people[known] = _people.Count + 1;
    }

    private long At(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds() - _epoch;
}
