namespace ShmDashboard.Web.Components.Inspection;

/// <summary>What became of a picture that was to be painted.</summary>
/// <param name="Status"><c>painted</c>, <c>missing</c>, <c>undecodable</c>, <c>unreachable</c> or <c>cancelled</c>.</param>
/// <param name="Sequence">The frame that was fetched, maybe newer than asked for.</param>
/// <param name="Detail">What the browser or the host said.</param>
internal sealed record PaintResult(string Status, long Sequence, string? Detail);
