namespace ShmDashboard.Web.Components.Uploading;

internal static class Placeholder;
