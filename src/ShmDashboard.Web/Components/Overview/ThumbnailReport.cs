namespace ShmDashboard.Web.Components.Overview;

/// <summary>What became of a picture.</summary>
/// <param name="Id">The segment.</param>
/// <param name="Sequence">The frame that was painted.</param>
/// <param name="Status"><c>painted</c>, <c>missing</c>, <c>undecodable</c> or <c>unreachable</c>.</param>
/// <param name="Detail">What the browser or the host said.</param>
/// <param name="Problem">The same in words for people; null when it was painted.</param>
internal sealed record ThumbnailReport(string Id, long Sequence, string Status, string? Detail, string? Problem = null);
