using System.Collections.Immutable;
using ShmDashboard.Monitoring.Segments;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Components.Overview;

/// <summary>Which segments were picked to be acted upon together. Immutable; null in its place: nobody picks.</summary>
public sealed record SegmentChoice
{
    private readonly ImmutableHashSet<SegmentId> _picked = [];

    /// <summary>None yet.</summary>
    public static SegmentChoice None { get; } = new();

    /// <summary>How many.</summary>
    public int Count => _picked.Count;

    /// <summary>Whether a segment is among them.</summary>
    public bool Has(SegmentId id) => _picked.Contains(id);

    /// <summary>With it, or without it if it was among them.</summary>
    public SegmentChoice Toggle(SegmentId id) =>
        // An immutable set without what it never had is itself.
        _picked.Remove(id) is var without && ReferenceEquals(without, _picked) ? new(_picked.Add(id)) : new(without);

    /// <summary>With all of these; without any if all were among them.</summary>
    public SegmentChoice ToggleAll(ImmutableArray<SegmentRow> rows) =>
        HasAll(rows) ? new(_picked.Except(rows.Select(row => row.Id))) : new(_picked.Union(rows.Select(row => row.Id)));

    /// <summary>Whether all of these are among them.</summary>
    public bool HasAll(ImmutableArray<SegmentRow> rows) => !rows.IsEmpty && rows.All(row => _picked.Contains(row.Id));

    /// <summary>Those of these rows that were picked; what is not there any more is not acted upon.</summary>
    public ImmutableArray<SegmentRow> Among(ImmutableArray<SegmentRow> rows) => [.. rows.Where(row => _picked.Contains(row.Id))];

    private SegmentChoice(ImmutableHashSet<SegmentId> picked) => _picked = picked;

    private SegmentChoice()
    {
    }
}
