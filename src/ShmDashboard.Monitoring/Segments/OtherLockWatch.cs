using System.Collections.Immutable;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>
/// The locks of one segment beside the one it is read under: inside it, on its file, and a semaphore set beside it. Remembers since
/// when each has been held by the same. One for each tracker; not thread-safe.
/// </summary>
internal sealed class OtherLockWatch
{
    private readonly EmbeddedLockWatch _embedded = new();
    private Dictionary<Holding, DateTimeOffset> _since = [];
    private (Holding Holding, DateTimeOffset? OperatedUtc, DateTimeOffset SeenUtc)? _set;
    private SemaphoreConvention _convention;
    private int? _conventionOf;

    /// <summary>Another object has the name now.</summary>
    public void Reset()
    {
        _embedded.Reset();
        _since = [];
        _set = null;
    }

    /// <summary>The locks now.</summary>
    public ImmutableArray<LockDetail> Look(
        SegmentFacts facts, ImmutableArray<Attachment> attachments, LockSources sources, SamplingContext context, DateTimeOffset now)
    {
        var embedded = _embedded.Look(facts, attachments, sources.Waits, context, now);
        var files = sources.Files.Describe(facts, attachments, context.OpenFiles);
        var set = Set(facts, sources, context, now);
        if (embedded.IsEmpty && files.IsEmpty && set is null)
        {
            _since.Clear();
            return [];
        }

        ImmutableArray<LockDetail> found = set is null ? [.. embedded, .. files] : [.. embedded, set, .. files];
        var since = new Dictionary<Holding, DateTimeOffset>();
        var dated = found.Select(detail => detail.State == LockState.Held ? detail with { HeldSinceUtc = Since(detail, since, now) } : detail)
            .ToImmutableArray();
        _since = since;
        return dated;
    }

    private DateTimeOffset Since(LockDetail detail, Dictionary<Holding, DateTimeOffset> into, DateTimeOffset now)
    {
        var holding = Holding.Of(detail);
        var first = _since.TryGetValue(holding, out var known) ? known : detail.HeldSinceUtc ?? now;
        return into[holding] = first;
    }

    // Taken and given back within microseconds, as most are: without anybody waiting it counts as held when two looks met the
    // same operation.
    private LockDetail? Set(SegmentFacts facts, LockSources sources, SamplingContext context, DateTimeOffset now)
    {
        if (PairedSemaphoreSet.Find(facts, sources.Sets, sources.IsSegmentKey) is not { } row)
        {
            _set = null;
            return null;
        }

        if (_conventionOf != row.Id)
            (_conventionOf, _convention) = (row.Id, SemaphoreConvention.NotKnown);
        var detail = context.PairedSets.Describe(row, ref _convention);
        var holding = Holding.Of(detail);
        bool same = _set is { } before && before.Holding == holding && before.OperatedUtc == row.OperatedUtc;
        bool confirmed = detail.WaiterCount > 0 || detail.HolderEnded || (same && now - _set!.Value.SeenUtc >= LockDebouncer.ConfirmAfter);
        if (!same)
            _set = (holding, row.OperatedUtc, now);
        return detail.State != LockState.Held || confirmed
            ? detail.State == LockState.Held ? detail with { HeldSinceUtc = row.OperatedUtc } : detail
            : detail with { State = LockState.Free, Holder = null, HolderIsInferred = false };
    }

    private readonly record struct Holding(LockKind Kind, long Offset, int? SemaphoreId, string Where, int? Holder, int Thread)
    {
        public static Holding Of(LockDetail detail) =>
            new(detail.Kind, detail.Offset, detail.SemaphoreId, detail.Where, detail.Holder?.Pid, detail.HolderThreadId);
    }
}
