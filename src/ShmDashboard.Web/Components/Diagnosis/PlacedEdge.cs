namespace ShmDashboard.Web.Components.Diagnosis;

/// <summary>An arrow from who waits to the lock, or from the lock to who holds it.</summary>
/// <param name="From">Index of the node it leaves.</param>
/// <param name="To">Index of the node it points at.</param>
/// <param name="Path">Its way, as an SVG path.</param>
/// <param name="Waits">Waiting; otherwise holding.</param>
/// <param name="Inferred">Who holds is a guess.</param>
/// <param name="InRing">Part of a ring.</param>
internal sealed record PlacedEdge(int From, int To, string Path, bool Waits, bool Inferred, bool InRing);
