using System.Collections.Immutable;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Sweeping;

/// <summary>
/// Reads what the kernel tells of the locks of many segments at once, each only where a segment is of a kind that can have such
/// locks. One sweep's at a time, but for <see cref="ReadFor"/>.
/// </summary>
/// <param name="observer">Lists the named semaphores.</param>
/// <param name="time">The clock.</param>
internal sealed class LockSourceReader(LockObserver observer, TimeProvider time)
{
    /// <summary>Looking at all threads is rested from so many times as long as it took.</summary>
    private const int WaitsRest = 50;

    /// <summary>Somebody would have to wait in so much memory without a name at once.</summary>
    private const int MaxUnnamed = 64;

    private ImmutableArray<SegmentFacts> _keysOf;
    private HashSet<int> _segmentKeys = [];
    private long _waitsReadAt;
    private TimeSpan _waitsRest;

    /// <summary>The memory without a name in which somebody waits, as of the last look at who does.</summary>
    public ImmutableHashSet<SegmentIdentity> WaitedUnnamed { get; private set; } = [];

    /// <summary>For all there are; who waits where is looked at for no more than 2 % of a core, as it is dear with many threads.</summary>
    /// <param name="segments">All there are now.</param>
    /// <param name="unnamed">And memory without a name, asked for or not.</param>
    /// <param name="usersOf">Who has one mapped.</param>
    public LockSources ReadForAll(
        ImmutableArray<SegmentFacts> segments, ImmutableArray<UnnamedMemory> unnamed, Func<SegmentFacts, ImmutableArray<Attachment>> usersOf)
    {
        if (segments != _keysOf)
        {
            _keysOf = segments;
            Volatile.Write(ref _segmentKeys, [.. segments.Where(facts => facts.SystemV is not null).Select(facts => facts.SystemV!.Key)]);
        }

        FutexTable? waits = null;
        if (time.GetElapsedTime(_waitsReadAt) >= _waitsRest)
        {
            long started = time.GetTimestamp();
            waits = FutexTable.Read(PidsOf(segments, unnamed, usersOf));
            WaitedUnnamed = [.. unnamed.Where(memory => !waits.In(memory.Attachments).IsEmpty).Select(memory => memory.Identity).Take(MaxUnnamed)];
            _waitsReadAt = time.GetTimestamp();
            _waitsRest = WaitsRest * time.GetElapsedTime(started, _waitsReadAt);
        }

        return Read(segments, waits);
    }

    /// <summary>For one, with those who wait in it. Thread-safe.</summary>
    /// <param name="segment">Which.</param>
    /// <param name="users">The processes that have it mapped.</param>
    public LockSources ReadFor(SegmentFacts segment, IEnumerable<int> users) => Read([segment], FutexTable.Read(users));

    private static HashSet<int> PidsOf(
        ImmutableArray<SegmentFacts> segments, ImmutableArray<UnnamedMemory> unnamed, Func<SegmentFacts, ImmutableArray<Attachment>> usersOf)
    {
        var pids = new HashSet<int>();
        foreach (var facts in segments)
        {
            foreach (var user in usersOf(facts))
                pids.Add(user.Process.Pid);
        }

        foreach (var memory in unnamed)
            pids.UnionWith(memory.Attachments.Select(user => user.Process.Pid));
        return pids;
    }

    private LockSources Read(ImmutableArray<SegmentFacts> segments, FutexTable? waits) => new(
        segments.Any(facts => facts.SystemV is null) ? FileLockTable.Read() : FileLockTable.Empty,
        segments.Any(facts => facts is { Qt: null, SystemV.Key: not 0 }) ? SemaphoreSetTable.Read() : SemaphoreSetTable.Empty,
        waits,
        observer.ListSemaphores(),
        key => Volatile.Read(ref _segmentKeys).Contains(key));
}
