namespace ShmDashboard.Web.Components.Inspection;

/// <summary>Neighbouring bytes as text, all changed since the last look or none.</summary>
internal readonly record struct HexRun(string Text, bool Changed);
