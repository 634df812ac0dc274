namespace ShmDashboard.Web.Streaming;

/// <summary>A frame that the page has done with: another may be sent in its place.</summary>
/// <param name="Key">The view.</param>
/// <param name="NoticedToPainted">Milliseconds from noticing the write to painting; null when it was not painted.</param>
internal readonly record struct DoneFrame(int Key, double? NoticedToPainted);
