namespace ShmDashboard.Web.Hubs;

/// <summary>That the list is another; <c>List</c> says which.</summary>
/// <param name="Version">Grows with every list.</param>
/// <param name="Count">How many segments there are.</param>
/// <param name="SweptUtc">When it was made.</param>
public sealed record SegmentsChange(long Version, int Count, DateTimeOffset SweptUtc);
