using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Documents;

namespace ShmDashboard.Monitoring.Layouts;

/// <summary>A layout that can be named.</summary>
/// <param name="Id">By which word: of the user's own the name they are for.</param>
/// <param name="Document">The layout.</param>
/// <param name="Origin">The user's, or one that comes with the program.</param>
public sealed record KnownLayout(string Id, LayoutDocument Document, LayoutOrigin Origin);
