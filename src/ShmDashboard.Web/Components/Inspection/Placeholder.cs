namespace ShmDashboard.Web.Components.Inspection;

internal static class Placeholder;
