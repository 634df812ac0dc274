using System.Collections.Immutable;
using ShmDashboard.Monitoring.Frames;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Health;

/// <summary>
/// Counts how far the contents of each segment could be believed over the last minutes: those that were seen to come. What was there
/// before anybody looked tells nothing of how it was written, unless it changed under the look. Sees one content a look, not
/// every one there was. For one caller at a time.
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
            // Shown by a guessed layout or a user's, it has another number and came no other time.
            if (_seen.TryGetValue(row.Id, out var seen) && seen.Last() is var last && last.CameUtc == frame.ReadUtc)
                last.Kind = frame.Verdict.Kind; // a later look may know better
            else if (frame.WrittenAfterUtc is not null || frame.Verdict.Kind == VerdictKind.ChangedDuringRead)
                Add(row.Id, new Seen(frame.ReadUtc, now) { Kind = frame.Verdict.Kind });
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

    private void Add(SegmentId id, Seen content)
    {
        if (!_seen.TryGetValue(id, out var seen))
            _seen[id] = seen = new Queue<Seen>();
        seen.Enqueue(content);
    }

    private sealed class Seen(DateTimeOffset cameUtc, DateTimeOffset seenUtc)
    {
        public DateTimeOffset CameUtc { get; } = cameUtc;

        public DateTimeOffset SeenUtc { get; } = seenUtc;

        public VerdictKind Kind { get; set; }
    }
}
