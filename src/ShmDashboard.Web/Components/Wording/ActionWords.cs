using Microsoft.Extensions.Localization;
using ShmDashboard.Monitoring.Health;
using ShmDashboard.Monitoring.Maintenance;

namespace ShmDashboard.Web.Components.Wording;

/// <summary>Actions in words.</summary>
internal static class ActionWords
{
    /// <summary>What asks for it; the dots say that a question follows.</summary>
    public static string Ask(MaintenanceAction action, IStringLocalizer text) => action switch
    {
        MaintenanceAction.Remove => text["Act.RemoveAsk"],
        MaintenanceAction.RepairLock => text["Act.RepairAsk"],
        _ => text["Act.ReleaseAsk"],
    };

    /// <summary>What does it.</summary>
    public static string Do(MaintenanceAction action, IStringLocalizer text) => action switch
    {
        MaintenanceAction.Remove => text["Act.Remove"],
        MaintenanceAction.RepairLock => text["Act.Repair"],
        _ => text["Act.Release"],
    };

    /// <summary>The question above the consequences.</summary>
    public static string Question(MaintenanceAction action, string name, IStringLocalizer text) => action switch
    {
        MaintenanceAction.Remove => text["Act.RemoveQuestion", name],
        MaintenanceAction.RepairLock => text["Act.RepairQuestion", name],
        _ => text["Act.ReleaseQuestion", name],
    };

    /// <summary>What the dashboard can do about a finding.</summary>
    public static MaintenanceAction? For(FindingAction action) => action switch
    {
        FindingAction.RemoveSegment => MaintenanceAction.Remove,
        FindingAction.RepairLock => MaintenanceAction.RepairLock,
        FindingAction.ReleaseDeadHolder => MaintenanceAction.ReleaseLock,
        _ => null,
    };
}
