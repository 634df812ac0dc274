using System.Collections.Immutable;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Components.Overview;

/// <summary>
/// How the list was shown last, so that the page of a segment knows what stands before and behind it, and the way back. One for
/// each circuit, used in its renderer's context only; after a reload it is the list as it is without a choice.
/// </summary>
public sealed class ListPlace
{
    /// <summary>Search, filter and order.</summary>
    public SegmentsQuery Query { get; private set; } = SegmentsQuery.Default;

    /// <summary>What stood on top.</summary>
    public ImmutableHashSet<SegmentId> Favourites { get; private set; } = [];

    /// <summary>The list's address, from the slash on.</summary>
    public string Address { get; private set; } = "/";

    /// <summary>The list is shown like this now.</summary>
    public void Take(SegmentsQuery query, ImmutableHashSet<SegmentId> favourites, string relativeAddress) =>
        (Query, Favourites, Address) = (query, favourites, "/" + relativeAddress);
}
