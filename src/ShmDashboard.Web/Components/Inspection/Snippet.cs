namespace ShmDashboard.Web.Components.Inspection;

/// <summary>Code that reads a segment.</summary>
/// <param name="Language">As on the tab: "C++ / Qt".</param>
/// <param name="Code">Ready to paste.</param>
internal readonly record struct Snippet(string Language, string Code);
