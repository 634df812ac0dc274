using System.Collections.Immutable;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Health;

/// <summary>
/// Counts how far the contents of each segment could be believed over the last minutes. Sees one content a look, not every
/// one there was. For one caller at a time.
/// </summary>
internal sealed class VerdictTallies
{
    private readonly Dictionary<SegmentId, Queue<Seen>> _seen = [];

    /// <summary>Takes the newest content of every segment in.</summary>
    public void Observe(ImmutableArray<SegmentRow> rows, DateTimeOffset now)
    {
        foreach (var row in rows)
        {
            if (row is not { Gone: false, Frame: { } frame })
                continue;
            if (!_seen.TryGetValue(row.Id, out var seen))
                _seen[row.Id] = seen = new Queue<Seen>();
            if (seen.Count > 0 && seen.Last() is var last && last.Sequence == frame.Sequence)
                last.Kind = frame.Verdict.Kind; // a later look may know better
            else
                seen.Enqueue(new Seen(frame.Sequence, now) { Kind = frame.Verdict.Kind });
        }

        foreach (var (id, seen) in _seen.ToArray())
        {
            while (seen.TryPeek(out var oldest) && now - oldest.SeenUtc > HealthLimits.VerdictWindow)
                seen.Dequeue();
            if (seen.Count == 0)
                _seen.Remove(id);
        }
    }

    /// <summary>The counts.</summary>
    public ImmutableDictionary<SegmentId, VerdictTally> Counts => _seen.ToImmutableDictionary(
        pair => pair.Key,
        pair => new VerdictTally(
            pair.Value.Count,
            pair.Value.Count(seen => seen.Kind == VerdictKind.ChangedDuringRead),
            pair.Value.Count(seen => seen.Kind == VerdictKind.NoLock),
            pair.Value.Count(seen => seen.Kind == VerdictKind.WriterIgnoresLock)));

    private sealed class Seen(long sequence, DateTimeOffset seenUtc)
    {
        public long Sequence { get; } = sequence;

        public DateTimeOffset SeenUtc { get; } = seenUtc;

        public VerdictKind Kind { get; set; }
    }
}
