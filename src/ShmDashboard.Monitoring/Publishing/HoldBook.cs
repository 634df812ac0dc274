using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Qt;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Monitoring.Publishing;

/// <summary>
/// The segments that the dashboard stays attached to, so that they stay, and a journal of them for the case that it is killed.
/// Changed by one write at a time; <see cref="All"/> and <see cref="Find"/> are thread-safe.
/// </summary>
/// <param name="catalog">Where segments are looked up.</param>
/// <param name="time">The clock.</param>
internal sealed class HoldBook(SegmentCatalog catalog, TimeProvider time)
{
    private readonly HoldJournal _journal = new(catalog.Processes);
    private ImmutableDictionary<SegmentId, Hold> _holds = ImmutableDictionary<SegmentId, Hold>.Empty;

    /// <summary>All, the oldest first.</summary>
    public ImmutableArray<HeldSegment> All => [.. _holds.Values.Select(hold => hold.Segment).OrderBy(held => held.SinceUtc)];

    /// <summary>What is held under a name; null when nothing is.</summary>
    public Hold? Find(SegmentId id) => _holds.GetValueOrDefault(id);

    /// <summary>Whether exactly this segment is held.</summary>
    public bool Holds(SegmentFacts facts) => Find(facts.Id) is { } hold && IsSame(hold, facts);

    /// <summary>What earlier dashboards that were killed held and nobody has removed since. Asked once, at start.</summary>
    public ImmutableArray<SegmentId> TakeLeftovers() =>
        [.. _journal.TakeLeftovers().Where(id => catalog.Find(id) is { AttachCount: null or 0 })];

    /// <summary>Holds a segment from now on, or goes on holding what has its name.</summary>
    public void Keep(SegmentId id, IDisposable owned, long sizeBytes)
    {
        var since = Find(id)?.Segment.SinceUtc ?? time.GetUtcNow();
        _holds = _holds.SetItem(id, new Hold(owned, new HeldSegment(id, sizeBytes, since)));
        HoldJournal.Write(_holds.Keys);
    }

    /// <summary>Lets go, as a Qt program does when it detaches.</summary>
    /// <exception cref="IOException">The kernel refuses; it is not held any more all the same.</exception>
    public void LetGo(SegmentId id)
    {
        if (Find(id) is not { } hold)
            return;
        try
        {
            hold.Owned.Dispose();
        }
        finally
        {
            _holds = _holds.Remove(id);
            HoldJournal.Write(_holds.Keys);
        }
    }

    /// <summary>Lets go; one that cannot be stays behind, as after a crash, and is listed as stale.</summary>
    public void TryLetGo(SegmentId id)
    {
        try
        {
            LetGo(id);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Whatever is to be done next is to be done all the same.
        }
    }

    /// <summary>The name may lead to another segment than the one that is held.</summary>
    public void LetGoOfTheReplaced(SegmentId id)
    {
        if (Find(id) is { } hold && (catalog.Find(id) is not { } facts || !IsSame(hold, facts)))
            TryLetGo(id);
    }

    // Its key file was cleaned away, or the segment removed under us.
    private static bool IsSame(Hold hold, SegmentFacts facts) => hold.Owned is not QtSharedMemory qt || qt.ShmId == facts.SystemV?.ShmId;

    /// <summary>A segment that is held, and what holds it.</summary>
    internal sealed record Hold(IDisposable Owned, HeldSegment Segment);
}
