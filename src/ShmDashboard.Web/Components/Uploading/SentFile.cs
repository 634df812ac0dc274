namespace ShmDashboard.Web.Components.Uploading;

/// <summary>What the host answered.</summary>
/// <param name="Ok">It was written.</param>
/// <param name="Action"><c>create</c>, <c>overwrite</c> or <c>recreate</c>.</param>
/// <param name="PayloadBytes">Bytes written.</param>
/// <param name="SegmentBytes">The segment's size now.</param>
/// <param name="Detail">Why not: the host's own sentence.</param>
/// <param name="Cancelled">It was broken off before all of it was sent.</param>
public sealed record SentFile(bool Ok, string? Action, long PayloadBytes, long SegmentBytes, string? Detail, bool Cancelled = false);
