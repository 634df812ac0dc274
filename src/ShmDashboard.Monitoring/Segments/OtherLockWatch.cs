using System.Collections.Immutable;
using ShmDashboard.Monitoring.Sampling;
using ShmDashboard.SharedMemory.Locks;
using ShmDashboard.SharedMemory.Processes;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Segments;

/// <summary>
/// The locks of one segment beside the one it is read under: inside it, on its file, and semaphores beside it. Remembers since
/// when each has been held by the same. One for each tracker; not thread-safe.
/// </summary>
internal sealed class OtherLockWatch
{
    private readonly EmbeddedLockWatch _embedded = new();
    private Dictionary<Holding, (DateTimeOffset Utc, bool AtLeast)> _since = [];
    private HashSet<Place> _known = [];
    private bool _looked;
    private (Holding Holding, DateTimeOffset? OperatedUtc, DateTimeOffset SeenUtc)? _set;
    private SemaphoreConvention _convention;
    private int? _conventionOf;

    /// <summary>Another object has the name now.</summary>
    public void Reset()
    {
        _embedded.Reset();
        _since = [];
        _known = [];
        _looked = false;
        _set = null;
    }

    /// <summary>The locks now.</summary>
    public ImmutableArray<LockDetail> Look(
        SegmentFacts facts, ImmutableArray<Attachment> attachments, LockSources sources, SamplingContext context, DateTimeOffset now)
    {
        var embedded = _embedded.Look(facts, attachments, sources.Waits, context, now);
        var files = sources.Files.Describe(facts, attachments, context.OpenFiles);
        var set = Set(facts, sources, context, now);
        var named = context.Locks.ReadBeside(facts, sources.Semaphores, context.Attachments(), context.ScanAgain);
        if (embedded.IsEmpty && files.IsEmpty && named.IsEmpty && set is null)
        {
            _since.Clear();
            _known.Clear();
            _looked = true;
            return [];
        }

        ImmutableArray<LockDetail> found = set is null ? [.. embedded, .. files, .. named] : [.. embedded, set, .. files, .. named];
        var since = new Dictionary<Holding, (DateTimeOffset Utc, bool AtLeast)>();
        var dated = found.Select(detail => detail.State == LockState.Held ? Dated(detail, since, now) : detail).ToImmutableArray();
        _since = since;
        _known = [.. found.Where(detail => !detail.MetHeldOnce || _known.Contains(Place.Of(detail))).Select(Place.Of)];
        _looked = true;
        return dated;
    }

    private LockDetail Dated(LockDetail detail, Dictionary<Holding, (DateTimeOffset Utc, bool AtLeast)> into, DateTimeOffset now)
    {
        var holding = Holding.Of(detail);
        if (!_since.TryGetValue(holding, out var first))
            first = (detail.HeldSinceUtc ?? now, detail.HeldSinceUtc is null && !WasLookedAt(detail));
        into[holding] = first;
        return detail with { HeldSinceUtc = first.Utc, HeldAtLeast = first.AtLeast };
    }

    // Whoever has it now got it since the last look, if that met it free or with another. The kernel lists locks on files while
    // they are held only.
    private bool WasLookedAt(LockDetail detail) => detail.Kind == LockKind.FileLock ? _looked : _known.Contains(Place.Of(detail));

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
            : detail with { State = LockState.Free, Holder = null, HolderIsInferred = false, MetHeldOnce = true };
    }

    private readonly record struct Place(LockKind Kind, long Offset, int? SemaphoreId)
    {
        public static Place Of(LockDetail detail) => new(detail.Kind, detail.Offset, detail.SemaphoreId);
    }

    private readonly record struct Holding(LockKind Kind, long Offset, int? SemaphoreId, string Where, int? Holder, int Thread)
    {
        public static Holding Of(LockDetail detail) =>
            new(detail.Kind, detail.Offset, detail.SemaphoreId, detail.Where, detail.Holder?.Pid, detail.HolderThreadId);
    }
}
