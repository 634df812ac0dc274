using System.Collections.Immutable;

namespace ShmDashboard.Web.Components.Inspection;

/// <summary>How much of a lock's past is shown, as it stands in the address.</summary>
internal static class LaneWindow
{
    /// <summary>Its name in the address.</summary>
    public const string Name = "window";

    /// <summary>Shown unless another is chosen.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(10);

    /// <summary>What can be chosen.</summary>
    public static readonly ImmutableArray<TimeSpan> All = [Default, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)];

    /// <summary>"60s" and the like; anything else is the default.</summary>
    public static TimeSpan Parse(string? text) => All.FirstOrDefault(window => ToText(window) == text, Default);

    /// <summary>As it stands in the address; null for the default.</summary>
    public static string? ToText(TimeSpan window) =>
        window == Default ? null : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{window.TotalSeconds:0}s");
}
