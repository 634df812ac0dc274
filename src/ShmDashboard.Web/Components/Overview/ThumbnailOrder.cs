namespace ShmDashboard.Web.Components.Overview;

/// <summary>A picture to fetch and paint.</summary>
/// <param name="Id">The segment.</param>
/// <param name="Sequence">The frame known to be there; a newer one is as good.</param>
internal readonly record struct ThumbnailOrder(string Id, long Sequence);
